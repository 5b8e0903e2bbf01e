import { ActionIcon, Button, Code, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconKeyboard, IconReload } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import classes from './device.module.css';
import { replaceCamera } from './replace-camera.ts';
import type { Scenes } from './stage-data.ts';
import { typePassword } from './type-password.ts';

type Page = 'kiosk' | 'living' | 'sign-in';

/** A tablet is this wide; on the stage it is shown smaller, as from a step away. */
const TABLET_PX = 740;
const MOST_SHRINK = 1.4;

/** The real page on a tablet, with the stage's picture as its camera. */
export function Device({ data, canvas }: { data: Scenes; canvas: RefObject<HTMLCanvasElement | null> }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const glass = useElementSize();
  const [page, setPage] = useState<Page>('kiosk');
  const [round, setRound] = useState(0);
  const [typing, setTyping] = useState(false);
  const [hint, setHint] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page or round is another frame
  useEffect(() => {
    if (!frame.current || !canvas.current) return;
    return replaceCamera(frame.current, canvas.current);
  }, [canvas, page, round]);

  const press = async () => {
    if (!frame.current) return;
    setTyping(true);
    setHint(null);
    const typed = await typePassword(frame.current, data.userName, data.password);
    setTyping(false);
    if (!typed) setHint('The page asks for no password just now. Wait for it, or start it over.');
    frame.current?.focus();
  };

  const startOver = async () => {
    // Loaded anew, the page would go on with the attempt that is open in it.
    await fetch('/api/attempt', { method: 'DELETE' }).catch(() => undefined);
    setHint(null);
    setRound((was) => was + 1);
  };

  const pages: Record<Page, { src: string; title: string }> = {
    kiosk: { src: data.kioskUrl, title: 'The kiosk at the front door' },
    living: { src: data.livingKioskUrl, title: 'The kiosk at the store room, which asks for a living face' },
    'sign-in': { src: '/sign-in', title: 'The sign-in page of the panel' },
  };
  const width = Math.max(glass.width, Math.min(TABLET_PX, glass.width * MOST_SHRINK));
  const scale = glass.width > 0 ? glass.width / width : 1;
  return (
    <section className={classes.box} aria-label="The page before which they stand">
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="Which page"
          className={classes.pages}
          value={page}
          onChange={(value) => setPage(value as Page)}
          data={[
            { value: 'kiosk', label: 'Front door' },
            { value: 'living', label: 'Store room' },
            { value: 'sign-in', label: 'Sign-in' },
          ]}
        />
        <Tooltip label="Start the page over">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label="Start the page over"
            onClick={() => void startOver()}
          >
            <IconReload size={19} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.tablet}>
        <div className={classes.glass} ref={glass.ref}>
          <iframe
            key={`${page}-${round}`}
            ref={frame}
            className={classes.screen}
            style={{ width, height: glass.height / scale, transform: `scale(${scale})` }}
            {...pages[page]}
            allow="camera"
          />
        </div>
      </div>
      <div className={classes.typing}>
        <div className={classes.secret} role="status">
          {hint ? (
            <Text size="sm">{hint}</Text>
          ) : (
            <Group gap="4px 14px">
              <span>
                User name <Code>{data.userName}</Code>
              </span>
              <span>
                Password <Code>{data.password}</Code>
              </span>
            </Group>
          )}
        </div>
        <Button
          size="md"
          leftSection={<IconKeyboard size={21} />}
          loading={typing}
          onClick={() => void press()}
          className={classes.press}
        >
          Type the password for me
        </Button>
      </div>
    </section>
  );
}
