"""Mutation testing (`make mutate`): applies one small change at a time and checks whether a test fails."""
