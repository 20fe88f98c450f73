"""Writes model.onnx: four classes, red, green and blue by the largest mean of a channel of an image
from 0 to 1, dark where none is above 0.3. Written with onnx 1.23."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

weights = np.concatenate([np.eye(3), np.zeros((1, 3))]).astype(np.float32)
bias = np.array([0, 0, 0, 0.3], np.float32)
graph = helper.make_graph(
    [
        helper.make_node("GlobalAveragePool", ["image"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["means"]),
        helper.make_node("Gemm", ["means", "weights", "bias"], ["logits"], transB=1),
    ],
    "colours",
    [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 16, 16])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 4])],
    [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.save(model, "model.onnx")
