import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { IconCameraOff } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { CameraProblem } from './open-camera.ts';

const WORDS: Record<CameraProblem, { title: string; text: string; todo: ReactNode[] }> = {
  insecure: {
    title: 'The browser keeps the camera from this page',
    text: 'Browsers give the camera to secure pages only, and this one came over plain http.',
    todo: [
      'On the machine itself, open the page at http://localhost.',
      <Fragment key="lan">
        For other devices, start Sallyport with <Code style={{ whiteSpace: 'nowrap' }}>--lan</Code> and open
        the https address that it prints.
      </Fragment>,
    ],
  },
  refused: {
    title: 'The camera is not allowed on this page',
    text: 'The browser or the system refused it.',
    todo: ['Press the camera sign in the address bar and allow it.', 'Then press “Open the camera again”.'],
  },
  missing: {
    title: 'No camera was found',
    text: 'This device has none, or it is not plugged in.',
    todo: ['Plug a camera in, or use a device that has one.', 'Then press “Open the camera again”.'],
  },
  busy: {
    title: 'The camera gives no picture',
    text: 'Another program may be using it.',
    todo: ['Close other programs and tabs that use the camera.', 'Then press “Open the camera again”.'],
  },
  failed: {
    title: 'The camera did not open',
    text: 'The browser did not say why.',
    todo: ['Press “Open the camera again”, or load the page anew.'],
  },
};

/** Says what happened to the camera and what to do. */
export function CameraProblemNote({ problem, onRetry }: { problem: CameraProblem; onRetry: () => void }) {
  const words = WORDS[problem];
  return (
    <Alert color="yellow" icon={<IconCameraOff />} title={words.title} role="alert" ta="left">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{words.text}</Text>
        <List size="sm" spacing={4}>
          {words.todo.map((line, index) => (
            <List.Item key={String(index)}>{line}</List.Item>
          ))}
        </List>
        {problem === 'insecure' ? null : (
          <Button variant="default" onClick={onRetry}>
            Open the camera again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
