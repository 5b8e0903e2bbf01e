import { Alert, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconMailCheck, IconMailX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { operations } from '../api/schema.d.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import classes from './mail-test.module.css';

type Mail = NonNullable<operations['testMailSettings']['requestBody']>['content']['application/json']['mail'];

/** Sends one message now and shows the server's own answer. */
export function MailTest({ to, mail }: { to: string; mail: () => Mail | null }) {
  const [address, setAddress] = useState(to);
  const test = api.useMutation('post', '/api/settings/mail/test');
  const send = () => {
    const settings = mail();
    if (settings) test.mutate({ body: { mail: settings, to: address.trim() } });
  };
  return (
    <Stack gap="sm" className={classes.box}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Try it"
          description="Send a test message to"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          inputMode="email"
          placeholder="you@example.org"
          flex={1}
          miw={220}
        />
        <Button variant="default" onClick={send} loading={test.isPending} disabled={!address.includes('@')}>
          Send a test message
        </Button>
      </Group>
      {test.isPending ? (
        <Text size="sm" c="dimmed" role="status">
          Talking to the mail server. This can take up to half a minute.
        </Text>
      ) : null}
      <ProblemNote problem={test.error} />
      {test.data ? (
        <Alert
          color={test.data.delivered ? 'green' : 'red'}
          icon={test.data.delivered ? <IconMailCheck /> : <IconMailX />}
          title={
            test.data.delivered
              ? 'The mail server took the message'
              : 'The mail server did not take the message'
          }
          role="status"
        >
          <Stack gap={6}>
            <Text size="sm">
              {test.data.delivered
                ? 'Look into your mailbox. If nothing arrives within a few minutes, look into the junk folder.'
                : 'Its answer says what it did not like:'}
            </Text>
            <Code block>{test.data.response}</Code>
          </Stack>
        </Alert>
      ) : null}
    </Stack>
  );
}
