"""What the slots of a first sentence stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import cast

from description.domain.statement import Field
from description.language.grammar import CASES, Adjective, Case, determiner
from description.realise.article import Article
from description.realise.clauses import CUT, after_with, coordinated, listed, predicates, verbals
from description.realise.constructions import chance
from description.realise.facts import Fact, is_in
from description.realise.plan import Plan
from description.style.profile import Naming, Turn
from description.style.topics import Topic

_LEADING = (Topic.DETAILS, Topic.FEATURES, Topic.FIT, Topic.SOLE)
_FRONTED = 0.45


class Slots:
    """What the slots of an opening stand for, worked out when they are asked for."""

    def __init__(self, plan: Plan) -> None:
        self.content, self.manner, self.named, self.seed = plan.content, plan.manner, plan.named, plan.seed
        article = self.content.article
        self.behind = article.colour.behind
        self.front_facts: list[Fact] = []
        self.fronts = self._fronts(article)
        self.brand = (self.manner.profile.brand_words or "von {}").format(article.brand) if article.brand else ""
        if article.brand and self.manner.profile.brand is Naming.BEFORE:
            self.named, self.brand = replace(self.named, before=article.brand), ""
        self.audience = f"für {article.audience}" if article.audience else ""
        self._known: dict[str, str] = {}
        self.pack = next((f for f in self.content.facts if f.topic is Topic.CONTENTS and f.words), None)

    @property
    def known(self) -> bool:
        """Whether anything is known of what the article is."""
        article = self.content.article
        named = article.noun or article.type_as_written or article.brand or article.name or article.audience
        return bool(named or self.behind or self.fronts or self.content.occasion)

    def _fronts(self, article: Article) -> list[Adjective]:
        """The adjectives before the noun: pattern or style and colour, two at most."""
        fronts: list[Adjective] = [article.pattern] if article.pattern else []
        self.front_facts += [f for f in self.content.facts if fronts and f.field is Field.PATTERN and f.pred]
        features = sum(1 for fact in self.content.facts if fact.topic is Topic.FEATURES and fact.pred)
        for fact in sorted(self.content.facts, key=lambda fact: fact.topic is not Topic.MORE):
            if fact.front is None or self.front_facts or (fact.topic is Topic.FEATURES and features > 1):
                continue
            if fact.topic is Topic.MORE or (not fronts and chance(f"{self.seed}{fact.pred}") < _FRONTED):
                fronts.insert(0, fact.front)
                self.front_facts.append(fact)
        colour = article.colour.adjective
        wanted = self.manner.telegraphic or chance(self.seed + "colour") < 0.4
        if colour is not None and (not self.behind or (article.noun is not None and wanted)):
            fronts.append(colour)
            self.behind = ""
        return fronts

    @cached_property
    def lead(self) -> list[Fact]:
        """The nouns that the first sentence tells, the most telling in their usual order."""
        able = [f for f in self.content.facts if f.np and f.topic in _LEADING and not self._waits(f)]
        able = [f for f in able if f.telling or f.statement is None]
        best = sorted(able, key=lambda fact: (not fact.telling, -fact.weight))
        most = 1 + int(chance(self.seed + "lead") * 2.4 + 0.6)
        if len(best) - most == 1 and most < 3:
            most += 1
        chosen = best[:most]
        told = [fact for fact in self.content.facts if is_in(fact, chosen)]
        return sorted(told, key=lambda fact: bool(fact.benefit))

    def _waits(self, fact: Fact) -> bool:
        """Whether the sentence about what is special tells it."""
        special = sum(1 for each in self.content.facts if each.special and each.np and each.telling)
        return fact.special and special > 1 and self.manner.profile.turn in (None, Turn.SPECIAL)

    @cached_property
    def preds(self) -> list[Fact]:
        facts = [f for f in self.content.facts if f.topic in _LEADING and not is_in(f, self.front_facts)]
        return [fact for fact in facts if fact.pred and not fact.pred.endswith(CUT)][:2]

    @cached_property
    def cuts(self) -> list[Fact]:
        return [fact for fact in self.content.facts if fact.pred.endswith(CUT)]

    @cached_property
    def mixed(self) -> list[Fact]:
        """The most telling facts of any kind, for a predicate."""
        if self.lead and self.preds and chance(self.seed + "mixed") < 0.5:
            return [*self.preds, *self.lead]
        return self.lead or self.preds or self.cuts

    def tail(self, without: Sequence[str] = ()) -> str:
        """What stands behind the noun: "von Gemini für Damen in Weiß"."""
        parts = {"brand": self.brand, "audience": self.audience, "colour": self.behind}
        pack = self.pack.words if self.pack is not None and "pack" not in without else ""
        parts["pieces" if pack.startswith("(") else "pack"] = pack
        order = ["brand", "audience", "pack", "colour"]
        if chance(self.seed + "order") < 0.35:
            order = ["audience", "pack", "colour"]
            order.insert(3 if chance(self.seed + "o2") < 0.4 else 1, "brand")
        return " ".join(parts[each] for each in (*order, "pieces") if parts.get(each) and each not in without)

    def word(self, name: str) -> str:
        """What a slot stands for; "" for nothing."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._word(name)
        return known

    def _word(self, name: str) -> str:
        first, _, form = name.partition(".")
        if form in CASES and first in ("this", "the", "a", "bare"):
            return self.named.phrase(first, form, self.fronts)
        if first == "dat":
            return after_with(self.lead) if self._may(form, first) else ""
        if first in ("acc", "nom", "the"):
            return listed([getattr(fact, first) for fact in self.lead]) if self._may(form, first) else ""
        if first == "n":
            return self.named.phrase("a", cast(Case, form), ())
        if name == "tail.last":
            return self.behind or self.brand
        if first == "tail":
            told = {"own": "brand", "rest": "colour", "first": "colour" if self.behind else "brand"}
            return self.tail([told[form]] if form in told else [])
        maker = getattr(self, f"_{first.lower()}", None)
        return maker(form) if maker is not None else ""

    def facts_of(self, needs: Sequence[str]) -> list[Fact]:
        """The facts that these slots tell."""
        occasion = [self.content.occasion] if self.content.occasion else []
        lead = dict.fromkeys(("acc", "dat", "nom", "the", "acc1", "dat2"), self.lead)
        told = {**lead, "vp": self.mixed, "pred": self.preds, "cut": self.cuts, "occasion": occasion}
        found = [fact for name in needs for fact in told.get(name.partition(".")[0].lower(), ())]
        return [*self.front_facts, *found, *([self.pack] if self.pack is not None else [])]

    def many(self) -> bool:
        return len(self.lead) > 1 or any(fact.np and fact.np.plural for fact in self.lead)

    # -- slots --------------------------------------------------------------------------------------

    def _vp(self, _: str) -> str:
        return coordinated(verbals(self.mixed), plural=self.named.plural) if self.mixed else ""

    def _may(self, form: str, name: str) -> bool:
        """Whether the leading facts may stand here: those without an article only after "mit"; "rich" and "star": one
        alone where it is worth the first sentence, "abnehmbare Kapuze", not "Reißverschluss"."""
        lead = self.lead
        if form.endswith("gear") and not all(fact.gear for fact in lead):
            return False
        if (form == "many" and len(lead) < 2) or (form == "star" and not all(fact.telling for fact in lead)):
            return False
        rich = len(lead) > 1 or any(fact.np and (fact.np.adjectives or fact.np.tail) for fact in lead)
        if form.startswith(("rich", "star")) and not rich:
            return False
        return name == "dat" or not any(fact.bare for fact in lead)

    def _rel(self, _: str) -> str:
        return determiner("definite", "p" if self.named.plural else self.named.noun.gender)

    def _acc1(self, _: str) -> str:
        first = self.lead[0] if len(self.lead) > 1 and all(each.telling for each in self.lead) else None
        return first.acc if first is not None and not first.bare and not (first.np and first.np.tail) else ""

    def _dat2(self, _: str) -> str:
        return after_with(self.lead[1:])

    def _pred(self, form: str) -> str:
        return "" if form == "one" and len(self.preds) > 1 else predicates([fact.pred for fact in self.preds])

    def _cut(self, _: str) -> str:
        return predicates([fact.pred for fact in self.cuts]).removesuffix(CUT)

    def _brand(self, _: str) -> str:
        return self.content.article.brand

    def _colour(self, _: str) -> str:
        """What it is held in; one of several colours is none."""
        held = self.behind.startswith("in ") and not self.content.article.colour.choice
        return self.behind.removeprefix("in ") if held else ""

    def _occasion(self, _: str) -> str:
        return self.content.occasion.words if self.content.occasion and not self.audience else ""

    def _of(self, form: str) -> str:
        group = next((each for each in self.content.groups if each.main), None)
        if group is None or form not in ("", "short") or group.parts[0].adjectives:
            return ""
        if form == "short" and ("%" in group.of or len(group.of.split()) > 2):
            return ""
        if " und " in group.of and "%" in group.of and self.lead:
            return ""
        return group.of
