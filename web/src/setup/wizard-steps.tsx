import { IconCheck } from '@tabler/icons-react';
import classes from './wizard-steps.module.css';

/** Where one is in the wizard. On a narrow screen only the present step is named. */
export function WizardSteps({ steps, current }: { steps: string[]; current: number }) {
  return (
    <ol className={classes.steps} aria-label="Steps of the set-up">
      {steps.map((name, index) => {
        const state = index < current ? 'done' : index === current ? 'now' : 'later';
        return (
          <li
            key={name}
            className={classes.step}
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <span className={classes.mark} aria-hidden="true">
              {state === 'done' ? <IconCheck size={14} stroke={3} /> : index + 1}
            </span>
            <span className={classes.name}>{name}</span>
          </li>
        );
      })}
    </ol>
  );
}
