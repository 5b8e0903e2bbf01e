import { Radio, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useMay } from '../api/session.ts';
import { SaveRow, SettingsSection, useSaved } from './settings-form.tsx';

type FaceSettings = components['schemas']['FaceSettings'];
type Choice = FaceSettings['choices'][number];
type Rate = FaceSettings['falseMatchRate'];

/** How strict faces are, in odds that somebody can weigh, and whether they are learned from. */
export function FaceSection() {
  const mayWrite = useMay('settings.write');
  const query = api.useQuery('get', '/api/settings/face');
  return (
    <SettingsSection
      title="Faces"
      description="How sure a face must be, everywhere. It holds from the next frame on."
      query={query}
      height={320}
    >
      {(stored) => <FaceForm stored={stored} mayWrite={mayWrite} />}
    </SettingsSection>
  );
}

function FaceForm({ stored, mayWrite }: { stored: FaceSettings; mayWrite: boolean }) {
  const save = api.useMutation('put', '/api/settings/face');
  const form = useForm({
    initialValues: {
      falseMatchRate: String(stored.falseMatchRate),
      learnFromSightings: stored.learnFromSightings,
    },
  });
  const saved = useSaved(
    api.queryOptions('get', '/api/settings/face').queryKey,
    form,
    'The settings of faces are saved.',
  );
  const submit = form.onSubmit((values) =>
    save.mutate({ body: { ...values, falseMatchRate: Number(values.falseMatchRate) as Rate } }, saved),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Radio.Group
          label="How often may a stranger be taken for somebody?"
          description="The rarer, the more often the right person has to look again, or is refused."
          {...form.getInputProps('falseMatchRate')}
        >
          <Stack gap="sm" mt="sm">
            {stored.choices.map((choice) => (
              <Radio
                key={choice.falseMatchRate}
                value={String(choice.falseMatchRate)}
                label={oddsWords(choice.falseMatchRate)}
                description={choiceWords(choice)}
                disabled={!mayWrite}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label="Learn from sightings"
          description="When the password was right too, a good new picture of the face is added to what it is compared with: at most one a day and five in all, and never more than a third of the weight. What was learned is shown with each person, and stays until it is removed there."
          disabled={!mayWrite}
          {...form.getInputProps('learnFromSightings', { type: 'checkbox' })}
        />
        <Text size="sm" c="dimmed">
          Relatives and look-alikes are nearer than strangers. “sallyport calibrate”, in a terminal on this
          machine, finds them among the people enrolled here.
        </Text>
        <SaveRow mayWrite={mayWrite} form={form} save={save} />
      </Stack>
    </form>
  );
}

const WORDS: Record<Rate, string> = {
  0.001: 'Lenient: for places where nothing is lost by a mistake',
  0.0001: 'Recommended where a face counts as a factor',
  0.00001: 'Strict: expect to look twice in poor light',
};

/** “1 in 10 000” */
const oddsWords = (rate: Rate): string =>
  `1 in ${String(Math.round(1 / rate)).replace(/\B(?=(\d{3})+$)/g, '\u202f')}`;

function choiceWords({ falseMatchRate, refusedShare }: Choice): string {
  const words = WORDS[falseMatchRate];
  if (refusedShare === null) return words;
  const percent = refusedShare * 100;
  const share = percent < 0.1 ? 'fewer than 1 in 1000' : `about ${Number(percent.toPrecision(2))} %`;
  return `${words}. Right faces refused: ${share}`;
}
