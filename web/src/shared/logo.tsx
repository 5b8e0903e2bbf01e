import { Group, Text } from '@mantine/core';

/** The outer gate, and the lit doorway behind it. */
export function LogoMark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-ink-8)" />
      <path
        d="M6.5 26V15.5a9.5 9.5 0 0 1 19 0V26"
        fill="none"
        stroke="#cfe3e3"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path d="M11.5 27V16a4.5 4.5 0 0 1 9 0v11z" fill="#f0b55a" />
    </svg>
  );
}

export function Logo({ size = 30 }: { size?: number }) {
  return (
    <Group gap={10} wrap="nowrap" component="span" style={{ display: 'inline-flex' }}>
      <LogoMark size={size} />
      <Text component="span" fw={680} fz={size * 0.62} lh={1} style={{ letterSpacing: '-0.02em' }}>
        Sallyport
      </Text>
    </Group>
  );
}
