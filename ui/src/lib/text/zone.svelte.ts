/** The zone of every local time: the browser's until the program has told its own. A page that shows a time follows it. */
export const zone = $state({ name: Intl.DateTimeFormat().resolvedOptions().timeZone });
