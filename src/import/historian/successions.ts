/**
 * Where two of one family name held one office in turn, within the years that would otherwise make them one: a
 * family name alone means another person from that day on.
 */
export const successions: readonly (readonly [party: string, name: string, day: string])[] = [
  ["AZ", "aliyev", "2003-10-31"],
  ["CD", "kabila", "2001-01-26"],
  ["DK", "rasmussen", "2001-11-27"],
  ["DK", "rasmussen", "2009-04-05"],
  ["IN", "gandhi", "1984-10-31"],
  ["KR", "kim", "1998-02-25"],
  ["KR", "roh", "1993-02-25"],
  ["LB", "hariri", "2005-02-14"],
  ["LB", "gemayel", "1982-09-14"],
  ["SY", "assad", "2000-06-10"],
  ["TH", "shinawatra", "2006-09-19"],
  ["TH", "chinnawat", "2006-09-19"],
  ["TG", "gnassingbe", "2005-02-05"],
  ["GA", "bongo", "2009-06-08"],
];
