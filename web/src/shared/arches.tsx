import classes from './arches.module.css';

/** Gates behind gates, faint, behind the pages that stand alone. */
export function Arches() {
  const arches = [
    { half: 560, top: 60 },
    { half: 420, top: 200 },
    { half: 280, top: 340 },
  ];
  return (
    <svg
      className={classes.arches}
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      {arches.map(({ half, top }) => (
        <path
          key={half}
          d={`M${720 - half} 960V${top + half}a${half} ${half} 0 0 1 ${half * 2} 0V960`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
}
