import { Avatar } from '@mantine/core';

/** Their photograph, or their initials. The name stands beside it, so that it is silent for screen readers. */
export function PersonAvatar({
  name,
  size,
  photoUrl,
}: {
  name: string;
  size: number;
  photoUrl?: string | null;
}) {
  return (
    <Avatar
      size={size}
      radius="50%"
      color="ink"
      src={photoUrl ?? null}
      alt=""
      aria-hidden="true"
      styles={{ placeholder: { fontWeight: 600, fontSize: size * 0.36 } }}
    >
      {initialsOf(name)}
    </Avatar>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return picked
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
