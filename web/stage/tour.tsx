import { IconCheck } from '@tabler/icons-react';
import classes from './tour.module.css';

export type TourStep = 'pass' | 'refuse' | 'mail';

const STEPS: { id: TourStep; title: string; text: string }[] = [
  {
    id: 'pass',
    title: 'Let the known person in',
    text: 'Then “Type the password for me”.',
  },
  { id: 'refuse', title: 'Now the stranger', text: 'The password is right, the face is not.' },
  { id: 'mail', title: 'Open the mail', text: 'It came at once, with the photograph.' },
];

/** Three things to try; each is ticked off when it has happened. */
export function Tour({ done }: { done: ReadonlySet<TourStep> }) {
  const next = STEPS.find((step) => !done.has(step.id));
  return (
    <ol className={classes.tour} aria-label="Three things to try">
      {STEPS.map((step, index) => {
        const state = done.has(step.id) ? 'done' : step === next ? 'next' : 'later';
        return (
          <li key={step.id} className={classes.step} data-state={state}>
            <span className={classes.mark} aria-hidden="true">
              {state === 'done' ? <IconCheck size={17} stroke={3} /> : index + 1}
            </span>
            <span>
              <span className={classes.title}>
                {step.title}
                {state === 'done' ? <span className={classes.hidden}> (done)</span> : null}
              </span>
              <span className={classes.text}>{step.text}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
