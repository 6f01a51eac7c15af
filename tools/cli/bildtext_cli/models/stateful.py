"""Makes a traced text half stateful, so that keys and values of earlier tokens never leave the runtime."""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as ops

_IMAGE_PARTS, _OWN_PARTS = 2, 2  # keys and values each


def make_stateful(model: Any, heads: int, width: int) -> Any:
    """Turn the keys and values of earlier tokens of the traced `DecoderStep` into state, in place.

    The remaining inputs are `tokens`, `position`, `rows` (which row of the state each row continues; it is how the
    runtime recognises stateful attention) and `image.0` …, named like the image half's outputs; the output is `logits`.
    """
    tokens, position, *memory = model.get_parameters()
    logits, *states = model.get_results()
    rows = ops.parameter([-1], ov.Type.i32, "rows")
    rows.output(0).get_tensor().set_names({"rows"})
    nothing = _nothing(tokens, heads, width)
    variables, sinks = [], []
    for index, parameter in enumerate(memory):
        layer, part = divmod(index, _IMAGE_PARTS + _OWN_PARTS)
        if part < _IMAGE_PARTS:
            parameter.set_partial_shape(ov.PartialShape([-1, heads, *((width, -1) if part == 0 else (-1, width))]))
            parameter.output(0).get_tensor().set_names({f"image.{layer * _IMAGE_PARTS + part}"})
            continue
        result = states[layer * _OWN_PARTS + part - _IMAGE_PARTS]
        variable = _variable(f"{index}", heads, width)
        read = ops.gather(ov.op.read_value(nothing, variable), rows, ops.constant(0))
        for reader in list(parameter.output(0).get_target_inputs()):
            reader.replace_source_output(read.output(0))
        variables.append(variable)
        sinks.append(ov.op.assign(result.input(0).get_source_output().get_node(), variable))
        model.remove_result(result)
        model.remove_parameter(parameter)
    model.add_variables(variables)
    model.add_sinks(sinks)
    model.add_parameters([rows])
    tokens.set_partial_shape(ov.PartialShape([-1, 1]))
    position.set_partial_shape(ov.PartialShape([1]))
    for node, name in ((tokens, "tokens"), (position, "position"), (logits, "logits")):
        node.output(0).get_tensor().set_names({name})
    model.validate_nodes_and_infer_types()
    return model


def _nothing(tokens: Any, heads: int, width: int) -> Any:
    """Return an empty state with as many rows as the input."""
    rows = ops.gather(ops.shape_of(tokens, "i64"), ops.constant(np.array([0])), ops.constant(0))
    shape = ops.concat([rows, ops.constant(np.array([heads, 0, width]))], 0)
    return ops.broadcast(ops.constant(np.float32(0)), shape).output(0)


def _variable(name: str, heads: int, width: int) -> Any:
    info = ov.op.util.VariableInfo()
    info.variable_id = name
    info.data_type = ov.Type.f32
    info.data_shape = ov.PartialShape([-1, heads, -1, width])
    return ov.op.util.Variable(info)
