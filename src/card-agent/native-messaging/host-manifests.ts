import { join } from 'node:path';

/** The name under which Web eID's extension asks the browser for its program. */
const hostName = 'eu.webeid';

/** Web eID's published extension, by each store's id: Chrome's, Edge's, and Mozilla's. Nobody else may start us. */
const chromiumExtensions = ['ncibgoaomkmdpilpocfeponihegamlic', 'gnmckgbandlkacikdndelhfghdejfido'];
const firefoxExtension = '{e68418bc-f2b0-4459-a9ea-3e72b6751b07}';

export interface HostManifest {
  browser: string;
  file: string;
  content: string;
}

/** Where each browser looks for a user's own host manifests, under the home folder. */
const folders: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: {
    Chromium: '.config/chromium/NativeMessagingHosts',
    Chrome: '.config/google-chrome/NativeMessagingHosts',
    Edge: '.config/microsoft-edge/NativeMessagingHosts',
    Firefox: '.mozilla/native-messaging-hosts',
  },
  darwin: {
    Chromium: 'Library/Application Support/Chromium/NativeMessagingHosts',
    Chrome: 'Library/Application Support/Google/Chrome/NativeMessagingHosts',
    Edge: 'Library/Application Support/Microsoft Edge/NativeMessagingHosts',
    Firefox: 'Library/Application Support/Mozilla/NativeMessagingHosts',
  },
};

/** @throws Error on systems where browsers look elsewhere than in files (the registry of Windows) */
export function toHostManifests(d: {
  home: string;
  platform: NodeJS.Platform;
  launcher: string;
}): readonly HostManifest[] {
  const known = folders[d.platform];
  if (!known) throw new Error(`host manifests are not known for this system: ${d.platform}`);
  return Object.entries(known).map(([browser, folder]) => ({
    browser,
    file: join(d.home, folder, `${hostName}.json`),
    content: `${JSON.stringify(toManifest(browser, d.launcher), null, 2)}\n`,
  }));
}

function toManifest(browser: string, launcher: string): object {
  const manifest = {
    name: hostName,
    description: 'Madoguchi card agent, speaking Web eID’s native messaging',
    path: launcher,
    type: 'stdio',
  };
  return browser === 'Firefox'
    ? { ...manifest, allowed_extensions: [firefoxExtension] }
    : { ...manifest, allowed_origins: chromiumExtensions.map((id) => `chrome-extension://${id}/`) };
}
