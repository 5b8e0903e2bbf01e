import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';

/** Our own authority signs where no public one does. */
const trust = window.location.protocol === 'https:' ? '--cacert sallyport-data/tls/ca.pem ' : '';

const example = (key: string) =>
  `curl ${trust}${window.location.origin}/api/readers/report \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"kind":"card","uid":"3D:D5:FC:FF"}'`;

/** The one time the key is seen. */
export function ReaderKey({ keyText, onClose }: { keyText: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<IconKey />}>
        Put this key into the device now. It is not shown again: if it is lost, remove the reader and add it
        anew.
      </Alert>
      <Copied label="Key" text={keyText} />
      <Copied label="To try it" text={example(keyText)} />
      <Text size="sm" c="dimmed">
        A keypad sends {'{"kind":"pin","pin":"…"}'}, a finger reader{' '}
        {'{"kind":"fingerprint","slot":3,"confidence":120}'}. The answer says granted, denied, or what is
        asked for next.
      </Text>
      <Text size="sm" c="dimmed">
        If a tablet stands beside it, pair it as a screen of the kiosk (Settings, Access points): a reader
        goes on with what a paired screen began, not with what was begun from just anywhere.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have put it in</Button>
      </Group>
    </Stack>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyButton value={text} timeout={2_000}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {text}
      </Code>
    </div>
  );
}
