import { Button, Code, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import { OnlyHereNote } from '../shared/only-here-note.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { QrPicture } from '../shared/qr-picture.tsx';
import { useCountdown } from '../shared/use-countdown.ts';

const LOOK_EVERY_MS = 2_000;

interface Offer {
  accessPointId: string;
  name: string;
  code: string;
  validMs: number;
}

interface ScreenDialogProps {
  onClose: () => void;
  onPaired: () => void;
}

/** Asks which kiosk and what the screen is called, then shows the code until the tablet used it. */
export function ScreenDialog({ onClose, onPaired }: ScreenDialogProps) {
  const [offer, setOffer] = useState<Offer | null>(null);
  return (
    <Modal opened onClose={onClose} title="Pair a screen" size={480} closeOnClickOutside={!offer}>
      {offer ? (
        <OfferView
          offer={offer}
          onAgain={() => setOffer(null)}
          onClose={onClose}
          onPaired={() => {
            notifications.show({ color: 'green', message: `${offer.name} is paired.` });
            onPaired();
            onClose();
          }}
        />
      ) : (
        <OfferForm onClose={onClose} onOffer={setOffer} />
      )}
    </Modal>
  );
}

function OfferForm({ onClose, onOffer }: { onClose: () => void; onOffer: (offer: Offer) => void }) {
  const points = api.useQuery('get', '/api/access-points').data?.accessPoints;
  const kiosks = points?.filter(({ kind }) => kind === 'kiosk') ?? [];
  const make = api.useMutation('post', '/api/access-points/{id}/pairing-codes');
  const form = useForm({
    initialValues: { name: '', accessPointId: kiosks.length === 1 ? kiosks[0]!.id : '' },
    validate: {
      name: (value) => (value.trim() ? null : 'Type a name'),
      accessPointId: (value) => (value ? null : 'Choose the kiosk it stands at'),
    },
  });
  const submit = form.onSubmit(async ({ name, accessPointId }) => {
    try {
      const body = { name: name.trim() };
      const made = await make.mutateAsync({ params: { path: { id: accessPointId } }, body });
      onOffer({ ...body, accessPointId, code: made.code, validMs: made.expiresAt - Date.now() });
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  if (points && kiosks.length === 0)
    return <Text>A screen belongs to a kiosk. Add a kiosk under “Access points” first.</Text>;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Select
          label="Kiosk"
          description="Where it stands"
          data={kiosks.map(({ id, name, place }) => ({ value: id, label: `${name}, ${place}` }))}
          required
          {...form.getInputProps('accessPointId')}
        />
        <TextInput
          label="Name"
          description="By which you know the screen again"
          placeholder="Tablet in the hall"
          maxLength={80}
          data-autofocus
          required
          {...form.getInputProps('name')}
        />
        <ProblemNote problem={make.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make a code
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface OfferViewProps {
  offer: Offer;
  onAgain: () => void;
  onClose: () => void;
  onPaired: () => void;
}

function OfferView({ offer, onAgain, onClose, onPaired }: OfferViewProps) {
  const { accessPointId, code, validMs } = offer;
  const leftS = useCountdown(validMs);
  useNewScreen(accessPointId, onPaired);
  const address = `${window.location.origin}/kiosk/${accessPointId}`;
  return (
    <Stack gap="md" align="center" ta="center">
      <Text>
        Open <Code style={{ overflowWrap: 'anywhere' }}>{address}</Code> on the screen, and type this code
        there.
      </Text>
      <OnlyHereNote />
      <Text fz={34} fw={650} ff="monospace" lts="0.1em" data-testid="pairing-code">
        {code.slice(0, 4)}-{code.slice(4)}
      </Text>
      <Text size="sm" c="dimmed">
        Or scan this with its camera:
      </Text>
      <QrPicture text={`${address}#${code}`} label="QR code that opens the kiosk and pairs the screen" />
      <Text size="sm" c="dimmed" role="status">
        {leftS > 0
          ? 'Waiting for the screen. The code is good for ten minutes, once.'
          : 'The code has run out.'}
      </Text>
      <Group justify="center">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {leftS > 0 ? null : <Button onClick={onAgain}>Make another</Button>}
      </Group>
    </Stack>
  );
}

/** Looks from time to time whether one came to this kiosk since. */
function useNewScreen(accessPointId: string, onFound: () => void): void {
  const { data } = api.useQuery('get', '/api/screens', {}, { refetchInterval: LOOK_EVERY_MS });
  const [before] = useState(() => new Set(data?.screens.map(({ id }) => id)));
  const found = data?.screens.some(
    ({ id, accessPoint }) => accessPoint.id === accessPointId && !before.has(id),
  );
  useEffect(() => {
    if (found) onFound();
  }, [found, onFound]);
}
