import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../api/session.ts';
import classes from './snapshot.module.css';

interface SnapshotProps {
  id: string;
  alt: string;
  /** `thumb` in a list, `full` where it is looked at. */
  size: 'thumb' | 'full';
}

/** The photograph taken with an event; nothing for those who may not see photographs. */
export function Snapshot({ id, alt, size }: SnapshotProps) {
  const allowed = useMay('snapshots.read');
  const [gone, setGone] = useState(false);
  if (!allowed) return null;
  if (gone) {
    return (
      <span className={classes.gone} data-size={size}>
        <IconPhotoOff size={20} aria-hidden="true" />
        {size === 'full' ? 'This photograph is no longer kept' : null}
      </span>
    );
  }
  return (
    <img
      className={classes.photo}
      data-size={size}
      src={`/api/snapshots/${encodeURIComponent(id)}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      onError={() => setGone(true)}
    />
  );
}
