import { NavLink } from 'react-router';
import type { Session } from '../api/types.ts';
import { PLACES } from './navigation.ts';
import classes from './shell.module.css';

export function NavigationList({ session }: { session: Session }) {
  const places = PLACES.filter((place) => session.permissions.includes(place.permission));
  return (
    <nav aria-label="Main" style={{ flex: 1 }}>
      <ul className={classes.links}>
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <NavLink to={to} end={to === '/'} className={classes.link ?? ''}>
              <Icon size={20} stroke={1.7} aria-hidden="true" />
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
