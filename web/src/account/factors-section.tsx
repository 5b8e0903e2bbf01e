import { Group, Stack, Text } from '@mantine/core';
import { IconFaceId, IconKey, IconPassword } from '@tabler/icons-react';
import type { Me } from '../api/types.ts';
import { Section } from '../shared/section.tsx';

type Factor = Me['factors'][number];

const WORDS: Record<Factor['kind'], string> = {
  password: 'Password',
  pin: 'PIN',
  card: 'Card or fob',
  face: 'Face',
  email_otp: 'Codes by e-mail',
  sms_otp: 'Codes by SMS',
  qr: 'QR code',
  totp: 'Authenticator app',
  passkey: 'Passkey',
  fingerprint: 'Fingerprint',
};

const ICONS: Partial<Record<Factor['kind'], typeof IconKey>> = { face: IconFaceId, password: IconPassword };

/** What somebody can show to pass, by kind. */
export function FactorsSection({ factors }: { factors: Factor[] }) {
  return (
    <Section title="What you pass with">
      {factors.length === 0 ? (
        <Text c="dimmed" size="sm">
          Nothing yet. Whoever manages people here can give you something.
        </Text>
      ) : (
        <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {factors.map((factor) => (
            <FactorRow key={factor.kind} factor={factor} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function FactorRow({ factor: { kind, count } }: { factor: Factor }) {
  const Icon = ICONS[kind] ?? IconKey;
  const many = kind === 'face' ? `${count} photographs` : count > 1 ? `${count} of them` : 'Set';
  return (
    <Group component="li" gap="sm" wrap="nowrap">
      <Icon size={24} stroke={1.6} aria-hidden="true" />
      <Text fw={600}>{WORDS[kind]}</Text>
      <Text size="sm" c="dimmed">
        {many}
      </Text>
    </Group>
  );
}
