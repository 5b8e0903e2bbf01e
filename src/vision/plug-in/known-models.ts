import { ARCFACE_POINTS, type ModelDescriptor } from './descriptor.ts';

const RAW = { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } satisfies ModelDescriptor['input']['normalisation'];
const MINUS_ONE_TO_ONE = {
  scale: 1,
  mean: [127.5, 127.5, 127.5],
  std: [127.5, 127.5, 127.5],
} satisfies ModelDescriptor['input']['normalisation'];

const INSIGHTFACE_LICENCE = {
  name: 'non-commercial research only',
  terms:
    'InsightFace provides its trained models for non-commercial research purposes only: https://github.com/deepinsight/insightface/tree/master/python-package#license',
};

function insightFace(name: string, title: string, member: string, sha256: string): ModelDescriptor {
  return {
    name,
    title,
    source: {
      address: `https://github.com/deepinsight/insightface/releases/download/v0.7/${name.replace('-', '_')}.zip`,
      archiveMember: member,
    },
    sha256,
    licence: INSIGHTFACE_LICENCE,
    input: { sizePx: 112, channels: 'RGB', normalisation: MINUS_ONE_TO_ONE },
    alignment: ARCFACE_POINTS,
    dimension: 512,
    metric: 'cosine',
    calibration: null,
  };
}

/**
 * Models that administrators ask for. Nothing of them is in this repository, and nothing is fetched by itself. The hashes
 * are those that several independent projects pin for these files (SFace: also OpenCV Zoo's own LFS pointer); whoever
 * adds a file that differs is refused.
 */
export const KNOWN_MODELS: readonly ModelDescriptor[] = [
  {
    name: 'sface',
    title: 'OpenCV Zoo SFace, 2021 Dec (128 numbers, 37 MB)',
    source: {
      address:
        'https://media.githubusercontent.com/media/opencv/opencv_zoo/47534e27c9851bb1128ccc0102f1145e27f23f98/models/face_recognition_sface/face_recognition_sface_2021dec.onnx',
      archiveMember: null,
    },
    sha256: '0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79',
    licence: {
      name: 'Apache-2.0',
      terms:
        'https://github.com/opencv/opencv_zoo/blob/main/models/face_recognition_sface/LICENSE. Trained on photographs collected from the web.',
    },
    input: { sizePx: 112, channels: 'RGB', normalisation: RAW },
    alignment: ARCFACE_POINTS,
    dimension: 128,
    metric: 'cosine',
    // OpenCV states one threshold (cosine 0.363, on LFW) and no false match rate, so it cannot stand for a calibration.
    calibration: null,
  },
  insightFace(
    'buffalo-s',
    'InsightFace buffalo_s: MobileFaceNet on WebFace600K (512 numbers, 13 MB)',
    'w600k_mbf.onnx',
    '9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f',
  ),
  insightFace(
    'buffalo-l',
    'InsightFace buffalo_l: ResNet-50 on WebFace600K (512 numbers, 166 MB)',
    'w600k_r50.onnx',
    '4c06341c33c2ca1f86781dab0e829f88ad5b64be9fba56e56bc9ebdefc619e43',
  ),
];
