import type { Overview } from '../api/types.ts';

export interface Todo {
  key: string;
  title: string;
  text: string;
  action: string;
  to: string;
  /** `wrong` keeps somebody from being told; `open` is merely not finished. */
  weight: 'wrong' | 'open';
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Everything that is not in order, gravest first, each with what to do about it. */
export function todosOf(overview: Overview): Todo[] {
  const { alerts, mailConfigured, people, peopleWithFace } = overview;
  const todos: (Todo | false)[] = [
    !mailConfigured && {
      key: 'mail',
      title: 'Nobody is told of refusals',
      text: 'No mail server is named yet.',
      action: 'Set mail up',
      to: '/settings/mail',
      weight: 'wrong',
    },
    alerts.receivers === 0 && {
      key: 'receivers',
      title: 'Nobody receives alerts',
      text: 'No active administrator has an e-mail address.',
      action: 'Add an address',
      to: '/people',
      weight: 'wrong',
    },
    alerts.rejected > 0 && {
      key: 'rejected',
      title: `${count(alerts.rejected, 'message was', 'messages were')} rejected`,
      text: 'The mail server refused for good; its answer says why.',
      action: 'See why',
      to: '/deliveries?state=rejected',
      weight: 'wrong',
    },
    alerts.waiting > 0 && {
      key: 'waiting',
      title: `${count(alerts.waiting, 'message waits', 'messages wait')} to be sent`,
      text: 'They are tried again by themselves until they are through.',
      action: 'See them',
      to: '/deliveries?state=waiting',
      weight: 'open',
    },
    people <= 1 && {
      key: 'people',
      title: 'Only you can pass so far',
      text: 'Add the others who should.',
      action: 'Add people',
      to: '/people',
      weight: 'open',
    },
    people > 1 &&
      peopleWithFace < people && {
        key: 'faces',
        title: `${count(people - peopleWithFace, 'person has', 'people have')} no face enrolled`,
        text: 'They cannot pass where a face is asked for.',
        action: 'Enrol them',
        to: '/people?show=no-face',
        weight: 'open',
      },
  ];
  return todos.filter((todo) => todo !== false);
}
