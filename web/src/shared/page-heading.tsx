import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { focusQuietly } from './focus-quietly.ts';

let firstPage = true;

interface PageHeadingProps {
  children: ReactNode;
  /** The browser tab's title, when the heading is not plain text. */
  title?: string;
  size?: string;
  ta?: 'center' | 'left';
}

/** The page's h1. It takes the focus when one comes from another page, so that screen readers hear where they are. */
export function PageHeading({ children, title, size, ta }: PageHeadingProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!firstPage) focusQuietly(ref.current);
    firstPage = false;
  }, []);
  const tab = title ?? (typeof children === 'string' ? children : null);
  return (
    <>
      {tab ? <title>{`${tab} · Sallyport`}</title> : null}
      <Title order={1} ref={ref} tabIndex={-1} {...(size ? { size } : {})} {...(ta ? { ta } : {})}>
        {children}
      </Title>
    </>
  );
}
