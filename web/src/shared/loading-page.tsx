import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Appears only when loading takes long enough to be noticed. */
export function LoadingPage() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Center mih="60dvh" role="status">
      {late ? <Loader color="ink" type="dots" /> : null}
      <VisuallyHidden>Loading</VisuallyHidden>
    </Center>
  );
}
