import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { FACTORS, type FactorKind } from '../shared/factors.ts';

const keyOf = (accessPointId: string) => `sallyport.factor.${accessPointId}`;

/** Which of a step's factors is shown; the one chosen last at this access point comes first the next time. */
export function useFactorChoice(
  accessPointId: string,
  factors: readonly FactorKind[],
): [FactorKind, (factor: FactorKind) => void] {
  const [last, setLast] = useState(() => localStorage.getItem(keyOf(accessPointId)));
  const chosen = factors.find((factor) => factor === last) ?? factors[0] ?? 'password';
  const choose = (factor: FactorKind) => {
    localStorage.setItem(keyOf(accessPointId), factor);
    setLast(factor);
  };
  return [chosen, choose];
}

interface FactorChoiceProps {
  factors: readonly FactorKind[];
  chosen: FactorKind;
  size: 'panel' | 'kiosk';
  onChoose: (factor: FactorKind) => void;
}

/** The other ways that this step takes. Nothing where there is only one. */
export function FactorChoice({ factors, chosen, size, onChoose }: FactorChoiceProps) {
  const others = factors.filter((factor) => factor !== chosen);
  if (others.length === 0) return null;
  return (
    <Group justify="center" gap="sm" role="group" aria-label="Other ways">
      {others.map((factor) => {
        const { use, icon: Icon } = FACTORS[factor];
        return (
          <Button
            key={factor}
            variant="default"
            size={size === 'kiosk' ? 'lg' : 'sm'}
            leftSection={<Icon size={size === 'kiosk' ? 24 : 18} aria-hidden="true" />}
            onClick={() => onChoose(factor)}
          >
            Use {use}
          </Button>
        );
      })}
    </Group>
  );
}
