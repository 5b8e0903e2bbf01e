import { Text } from '@mantine/core';
import classes from './live-dot.module.css';
import { useNewsLine } from './news.tsx';

const WORDS = { live: 'Live', connecting: 'Connecting …', lost: 'Line lost, trying again …' };

/** Whether what is on the screen is what is happening. */
export function LiveDot() {
  const { state } = useNewsLine();
  return (
    <Text span size="sm" c="dimmed" role="status" className={classes.live}>
      <span className={classes.dot} data-state={state} aria-hidden="true" />
      {WORDS[state]}
    </Text>
  );
}
