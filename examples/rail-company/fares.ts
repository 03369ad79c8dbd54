/** Routes and fares of the example, and the railways' rule for holders of disability certificates. */
export interface Route {
  id: string;
  from: string;
  to: string;
  /** One way. */
  distanceKilometres: number;
  fareYen: number;
  /** Of a limited express; 0 where there is none. Never discounted. */
  expressFeeYen: number;
}

/** What Madoguchi attested: `rail-disability-discount@2025-04`. */
export interface Discount {
  class: 1 | 2;
  companion: boolean;
  valid_until: string | null;
}

export interface Quote {
  route: Route;
  passengers: readonly {
    who: 'holder' | 'companion' | 'passenger';
    fareYen: number;
    expressFeeYen: number;
    discounted: boolean;
  }[];
  totalYen: number;
}

export const routes: readonly Route[] = [
  { id: 'harbour', from: '見本中央', to: '見本港', distanceKilometres: 12.4, fareYen: 240, expressFeeYen: 0 },
  {
    id: 'hot-spring',
    from: '見本中央',
    to: '例示温泉',
    distanceKilometres: 148.3,
    fareYen: 2640,
    expressFeeYen: 1870,
  },
  {
    id: 'capital',
    from: '見本中央',
    to: '仮都',
    distanceKilometres: 412.0,
    fareYen: 6930,
    expressFeeYen: 4510,
  },
];

const longDistanceKilometres = 100;

/**
 * Class 1 with a companion: half fare for both, any distance. Class 1 or 2 alone: half fare above 100 km one way.
 * A half fare is rounded down to 10 yen. Express fees stay.
 */
export function quote(route: Route, discount: Discount | null, withCompanion: boolean): Quote {
  const together = discount?.class === 1 && discount.companion && withCompanion;
  const alone = discount !== null && !withCompanion && route.distanceKilometres > longDistanceKilometres;
  // A class 2 holder who brings somebody travels, for the fare, alone; the other pays in full.
  const holderAlone =
    discount !== null && withCompanion && !together && route.distanceKilometres > longDistanceKilometres;
  const seat = (who: 'holder' | 'companion' | 'passenger', discounted: boolean) => ({
    who,
    fareYen: discounted ? Math.floor(route.fareYen / 2 / 10) * 10 : route.fareYen,
    expressFeeYen: route.expressFeeYen,
    discounted,
  });
  const passengers = [
    seat(discount ? 'holder' : 'passenger', together || alone || holderAlone),
    ...(withCompanion ? [seat('companion', together)] : []),
  ];
  return {
    route,
    passengers,
    totalYen: passengers.reduce((sum, { fareYen, expressFeeYen }) => sum + fareYen + expressFeeYen, 0),
  };
}
