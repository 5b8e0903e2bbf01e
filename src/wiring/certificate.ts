import type { Settings } from '../config/index.ts';

export async function openLanCertificate(
  _settings: Settings,
): Promise<{ key: string; cert: string; caFile: string; fingerprint: string }> {
  throw new Error('not wired yet');
}
