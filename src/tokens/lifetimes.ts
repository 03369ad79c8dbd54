/**
 * How long things live, in seconds. A pushed request lives one minute: the library's own figure (FAPI 2.0 allows ten),
 * and enough for a redirect.
 */
export const authorizationCodeSeconds = 60;
export const accessTokenSeconds = 300;
/** For as long as a call-out takes to ask twice; an accreditation that ends acts at once all the same. */
export const emergencyTokenSeconds = 180;
export const idTokenSeconds = 300;
/** Nobody is timed while reading: the whole of card login and consent fits into one hour. */
export const interactionSeconds = 3600;
/** How far a client's assertion may reach ahead: its replay mark must be kept for as long. */
export const longestAssertionSeconds = 300;
/** How far two honest clocks may differ. */
export const clockToleranceSeconds = 15;
/** Redemptions of one code this close to each other are one race; a later one is a reuse. */
export const codeRaceSeconds = 10;
