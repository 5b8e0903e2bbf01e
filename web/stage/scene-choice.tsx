import type { RefObject } from 'react';
import classes from './scene-choice.module.css';
import type { Scene } from './stage-data.ts';

interface SceneChoiceProps {
  scenes: Scene[];
  chosen: string;
  onChoose: (id: string) => void;
  /** What the camera sees; the page in the middle gets the same picture. */
  canvas: RefObject<HTMLCanvasElement | null>;
}

export function SceneChoice({ scenes, chosen, onChoose, canvas }: SceneChoiceProps) {
  const scene = scenes.find((each) => each.id === chosen);
  return (
    <section className={`sp-card ${classes.box}`} aria-labelledby="scene-question">
      <h2 id="scene-question" className={classes.question}>
        Who stands before the camera?
      </h2>
      <figure className={classes.camera}>
        <canvas
          ref={canvas}
          className={classes.picture}
          role="img"
          aria-label={`The camera sees: ${scene?.title ?? ''}`}
        />
        <span className={classes.rec} aria-hidden="true">
          Camera
        </span>
      </figure>
      <p className={classes.caption} aria-live="polite">
        <strong>{scene?.title}.</strong> {scene?.caption}
      </p>
      <div role="radiogroup" aria-labelledby="scene-question" className={classes.scenes}>
        {scenes.map((each) => (
          <label key={each.id} className={classes.scene}>
            <input
              type="radio"
              name="scene"
              value={each.id}
              checked={each.id === chosen}
              onChange={() => onChoose(each.id)}
              className={classes.radio}
            />
            <img src={each.imageUrl} alt="" className={classes.thumb} />
            <span className={classes.title}>{each.title}</span>
          </label>
        ))}
      </div>
    </section>
  );
}
