import { ToneIcon } from '../src/log/tone.tsx';
import { ClockTime } from '../src/shared/relative-time.tsx';
import type { LogLine } from './stage-data.ts';
import classes from './stage-log.module.css';

/** The log as it is written. */
export function StageLog({ lines }: { lines: LogLine[] }) {
  return (
    <section className={`sp-card ${classes.box}`} aria-labelledby="log-title">
      <div className={classes.head}>
        <h2 id="log-title">The log</h2>
        <span className={classes.live}>Live</span>
      </div>
      {lines.length === 0 ? <p className={classes.empty}>Nothing happened yet.</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className={classes.lines} tabIndex={0} aria-label="Log, newest first">
        {lines.map((line) => (
          <li
            key={`${line.at} ${line.sentence}`}
            className={classes.line}
            data-tone={line.tone}
            data-fresh={line.fresh}
          >
            <ToneIcon tone={line.tone} size={24} />
            <span className={classes.sentence}>{line.sentence}</span>
            <span className={classes.time}>
              <ClockTime at={line.at} seconds />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
