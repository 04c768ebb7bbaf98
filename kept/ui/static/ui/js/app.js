// One module a habit. The page works without any of them; each only makes it quicker.
import { startKeys } from "./keys.js";
import { startDialogs } from "./dialog.js";
import { startPalette } from "./palette.js";
import { startNotices } from "./notices.js";
import { startPicker } from "./picker.js";
import { startBulk } from "./bulk.js";
import { startMacros } from "./macros.js";
import { startMentions } from "./mentions.js";
import { startPanes } from "./panes.js";
import { startComposer } from "./composer.js";
import { startFiles } from "./files.js";
import { startAsking } from "./asking.js";
import { startOffers } from "./offers.js";
import { startTheme } from "./theme.js";
import { startAgo } from "./ago.js";
import { startKeeping } from "./keeping.js";
import { startThere } from "./there.js";
import { startHere } from "./here.js";
import { startLive } from "./live.js";

document.documentElement.dataset.scripts = "on";
for (const start of [
  startNotices, startDialogs, startPalette, startKeys, startPicker, startBulk, startMacros,
  startMentions, startPanes, startComposer, startFiles, startOffers, startAsking, startTheme, startAgo,
  startKeeping, startThere, startHere, startLive,
]) {
  try {
    start();
  } catch (error) {
    // One habit that fails must not take the others with it.
    console.error(error);
  }
}
