/**
 * Chromium knows no scheme but its own unless it is built with it, as Electron is. Addresses of such a scheme are
 * therefore given to it as `https` ones of a host that cannot exist: a secure origin, too, and never one of the network.
 */
const HOST = /^https:\/\/([^/.]+)\.([a-z]+)\.invalid(?=\/|$)/;

/** The address Chromium is given for `app://console/…`. */
export const toChromium = (address: string): string => address.replace(/^(?!https?:)([a-z]+):\/\/([^/]+)/, 'https://$2.$1.invalid');

/** The address a page believes to have, as Electron would tell it. */
export const fromChromium = (address: string): string => address.replace(HOST, '$2://$1');
