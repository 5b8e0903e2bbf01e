import { toBuffer } from 'qrcode';

/** A PNG of a QR code: error correction M, with the quiet zone that readers need (ISO/IEC 18004). */
export const drawQr = (text: string, modulePx = 8): Promise<Uint8Array> =>
  toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: 4, scale: modulePx });
