import { Button, Group, Image, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../api/client.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { DuressMenu } from './duress-menu.tsx';
import { MakeOnceDialog } from './make-once-dialog.tsx';

/** One’s own QR code, shown large on demand: whoever sees it can use it. */
export function OwnQr() {
  const [shown, setShown] = useState<'ordinary' | 'duress' | null>(null);
  return (
    <Section
      title="Your QR code"
      description="Hold it to the camera where you are asked for one. It is good once; after that you get the next."
      side={
        <DuressMenu
          label="More about the QR code"
          action="Make one for duress"
          onDuress={() => setShown('duress')}
        />
      }
    >
      <Group justify="flex-end">
        <Button variant="default" onClick={() => setShown('ordinary')}>
          Show your QR code
        </Button>
      </Group>
      <Modal opened={shown === 'ordinary'} onClose={() => setShown(null)} title="Your QR code" centered>
        {shown === 'ordinary' ? <QrPicture /> : null}
      </Modal>
      {shown === 'duress' ? (
        <MakeOnceDialog
          title="Make a QR code for duress"
          explanation="A second code. Held to a camera it lets you pass as your own does, and whoever receives silent alarms here is told that you are under threat. It is good once, takes the place of one that you made for this before, and you get a new ordinary code with it."
          action="Make it"
          make={() => client.POST('/api/me/qr/duress', { body: {} })}
          show={({ image }) => <Twin image={image} />}
          onClose={() => setShown(null)}
        />
      ) : null}
    </Section>
  );
}

const Twin = ({ image }: { image: string }) => (
  <Stack align="center" ta="center" gap="xs">
    <Image src={image} alt="Your QR code for duress" w="min(100%, 300px)" radius="md" />
    <Text size="sm" c="dimmed">
      Keep a picture of it where only you know what it is: it is shown only now. Once it was used, come here
      for another.
    </Text>
  </Stack>
);

function QrPicture() {
  const queries = useQueryClient();
  const query = api.useQuery('get', '/api/me/qr', {}, { gcTime: 0, staleTime: 0 });
  const issue = api.useMutation('post', '/api/me/qr');
  const { qr, mailed } = query.data ?? { qr: null, mailed: false };
  const renew = () =>
    issue.mutate(
      { body: {} },
      { onSuccess: (now) => queries.setQueryData(api.queryOptions('get', '/api/me/qr', {}).queryKey, now) },
    );
  return (
    <Stack align="center" ta="center">
      <ProblemNote problem={query.error ?? issue.error} onRetry={() => void query.refetch()} />
      {qr ? (
        <>
          <Image src={qr.image} alt="Your QR code" w="min(100%, 340px)" radius="md" />
          <Text size="sm" c="dimmed">
            Issued <RelativeTime at={qr.issuedAt} />.{' '}
            {mailed
              ? 'The next one comes by mail, too.'
              : 'You have no e-mail address: look here for the next one.'}
          </Text>
        </>
      ) : null}
      {query.data && !qr ? (
        <Text>You have no QR code yet. Make one to pass where it is asked for.</Text>
      ) : null}
      {query.data ? (
        <Button variant={qr ? 'subtle' : 'filled'} loading={issue.isPending} onClick={renew}>
          {qr ? 'Somebody saw it: make a new one' : 'Make a QR code'}
        </Button>
      ) : null}
    </Stack>
  );
}
