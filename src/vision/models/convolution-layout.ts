import type { WeightTensor } from './weight-tensor.ts';

/** TensorFlow's kernel [height, width, in, out] as ONNX wants it, [out, in, height, width]; scaled per output. */
export function toConvolutionKernel(kernel: WeightTensor, scale?: Float32Array): WeightTensor {
  const [height, width, inputs, outputs] = kernel.shape as [number, number, number, number];
  const data = new Float32Array(kernel.data.length);
  let from = 0;
  for (let position = 0; position < height * width; position++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        const factor = scale ? scale[o]! : 1;
        data[(o * inputs + i) * height * width + position] = kernel.data[from++]! * factor;
      }
    }
  }
  return { shape: [outputs, inputs, height, width], data };
}

/** TensorFlow's depthwise kernel [height, width, in, multiplier] as [in · multiplier, 1, height, width]. */
export function toDepthwiseKernel(kernel: WeightTensor, scale?: Float32Array): WeightTensor {
  const [height, width, inputs, multiplier] = kernel.shape as [number, number, number, number];
  const flat = { shape: [height, width, 1, inputs * multiplier], data: kernel.data };
  return toConvolutionKernel(flat, scale);
}
