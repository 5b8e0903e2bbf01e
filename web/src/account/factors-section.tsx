import { Group, Stack, Text } from '@mantine/core';
import type { Me } from '../api/types.ts';
import { FACTORS } from '../shared/factors.ts';
import { Section } from '../shared/section.tsx';

type Factor = Me['factors'][number];

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
  const { icon: Icon, label } = FACTORS[kind];
  const many = kind === 'face' ? `${count} photographs` : count > 1 ? `${count} of them` : 'Set';
  return (
    <Group component="li" gap="sm" wrap="nowrap">
      <Icon size={24} stroke={1.6} aria-hidden="true" />
      <Text fw={600}>{label}</Text>
      <Text size="sm" c="dimmed">
        {many}
      </Text>
    </Group>
  );
}
