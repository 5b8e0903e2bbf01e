import { Checkbox, Group, NumberInput, Select, Stack, Switch } from '@mantine/core';
import type { FlowDraft, FlowJudgement } from '../api/types.ts';
import { Section } from '../shared/section.tsx';

type Risk = FlowJudgement['risks'][number];
type Tell = NonNullable<FlowDraft['tell']>;

interface FlowExtrasProps {
  draft: FlowDraft;
  risks: readonly Risk[];
  onChange: (draft: FlowDraft) => void;
}

const AUDIENCES = [
  { value: 'nobody', label: 'Nobody else' },
  { value: 'alerts', label: 'Those who receive alerts' },
  { value: 'everybody', label: 'Everybody who is registered' },
];

const RISKS: Record<Risk, [string, string]> = {
  face_alone: [
    'I accept that a face alone opens it',
    'A good picture, a video or a twin may pass where the face is all that is asked for. The log says who accepted it.',
  ],
  weak_alone: [
    'I accept that weak factors alone open it',
    'A card can be cloned, a mailed code read by whoever reads the mailbox. Two of them count as one. The log says who accepted it.',
  ],
};

/** Watching, telling, and risks that an administrator takes. */
export function FlowExtras({ draft, risks, onChange }: FlowExtrasProps) {
  const { watch } = draft;
  const tell: Tell = draft.tell ?? { granted: 'nobody', denied: 'nobody' };
  const putWatch = (next: FlowDraft['watch']) => {
    const { watch: _, ...rest } = draft;
    onChange(next ? { ...rest, watch: next } : rest);
  };
  const shown = (Object.keys(RISKS) as Risk[]).filter(
    (risk) => risks.includes(risk) || draft.accepted.includes(risk),
  );
  return (
    <>
      <Section title="Watch" description="What wrong credentials lead to.">
        <Switch
          label="Warn, sound a siren and lock after wrong credentials"
          description="The screen speaks a warning, takes a photograph and sends it"
          checked={watch !== undefined}
          onChange={(event) =>
            putWatch(event.currentTarget.checked ? { wrongCredentials: 2, lockMs: 300_000 } : undefined)
          }
        />
        {watch ? (
          <Group gap="md">
            <NumberInput
              label="Wrong ones in a row"
              w={170}
              min={1}
              max={20}
              value={watch.wrongCredentials}
              onChange={(value) =>
                putWatch({ ...watch, wrongCredentials: Math.min(20, Math.max(1, Number(value) || 1)) })
              }
            />
            <NumberInput
              label="Locked for, seconds"
              w={170}
              min={5}
              max={3_600}
              value={watch.lockMs / 1_000}
              onChange={(value) =>
                putWatch({ ...watch, lockMs: Math.min(3_600, Math.max(5, Number(value) || 5)) * 1_000 })
              }
            />
          </Group>
        ) : null}
      </Section>
      <Section title="Tell" description="By e-mail, besides the alerts that are always sent.">
        <Group gap="md">
          <Select
            label="Of who was let in"
            data={AUDIENCES}
            value={tell.granted}
            allowDeselect={false}
            onChange={(granted) =>
              onChange({ ...draft, tell: { ...tell, granted: granted as Tell['granted'] } })
            }
          />
          <Select
            label="Of who was refused"
            data={AUDIENCES}
            value={tell.denied}
            allowDeselect={false}
            onChange={(denied) => onChange({ ...draft, tell: { ...tell, denied: denied as Tell['denied'] } })}
          />
        </Group>
      </Section>
      {shown.length > 0 ? (
        <Section title="Risks" description="Sallyport advises against these. An extra step is safer.">
          <Stack gap="sm">
            {shown.map((risk) => (
              <Checkbox
                key={risk}
                label={RISKS[risk][0]}
                description={RISKS[risk][1]}
                checked={draft.accepted.includes(risk)}
                onChange={(event) =>
                  onChange({
                    ...draft,
                    accepted: event.currentTarget.checked
                      ? [...draft.accepted, risk]
                      : draft.accepted.filter((one) => one !== risk),
                  })
                }
              />
            ))}
          </Stack>
        </Section>
      ) : null}
    </>
  );
}
