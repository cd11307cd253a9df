/** What guessers try first, in English and in French; only what passes the length rule needs to be here. */
const COMMON: ReadonlySet<string> = new Set(
  `
  0123456789 01234567890 0987654321 1029384756 1122334455 112233445566 123123123 1231231234 123321123321
  1234512345 1234567890 1234567890a 1234567890q 1234567890qwerty 1234567891 12345678910 123456789a 123456789q
  123456abc 123456qwerty 12345qwert 12345qwerty 1234qwerasdf 1234qwerty 123654789 1236547890 123qwe123qwe
  123qweasd 123qweasdzxc 13131313131 147258369 1472583690 147852369 159357159357 1q2w3e4r 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz2wsx3edc 741852963 7418529630 9876543210 98765432100 a123456789 a1234567890 a1z2e3r4t5
  aa12345678 aa123456789 abc123456 abc1234567 abc12345678 abc123456789 abcd1234 abcd123456 abcde12345 abcdef1234
  abcdefgh12 abcdefghij abcdefghijk admin1234 admin12345 admin123456 adminadmin administrateur administrator
  administrator1 asdf123456 asdfasdf asdfasdf1 asdfghjkl asdfghjkl1 asdfghjkl123 azerty123 azerty1234
  azerty12345 azerty123456 azertyazerty azertyuiop azertyuiop1 azertyuiop123 baseball1 baseball123 basketball
  basketball1 batman1234 bienvenue bienvenue1 bienvenue123 bienvenue1234 canada1234 changeme changeme1
  changeme12 changeme123 changeme1234 charlie123 chocolat chocolat1 chocolat123 chocolate1 chocolate123
  computer1 computer123 correcthorsebatterystaple daniel1234 default123 default1234 dragon1234 dragon12345
  facebook1 facebook123 football1 football12 football123 france1998 france2018 google1234 guildhall guildhall1
  guildhall123 iloveyou iloveyou1 iloveyou12 iloveyou123 iloveyou1234 iloveyou2 internet1 internet123 jennifer1
  jessica123 jetaime123 jetaime1234 jetaimejetaime letmein123 letmein1234 letmeinplease linkedin123 liverpool1
  liverpool123 marseille1 marseille13 master1234 master12345 michael123 monamour monamour1 monkey1234
  monkey12345 monmotdepasse motdepasse motdepasse1 motdepasse12 motdepasse123 motdepasse1234 mypassword
  mypassword1 mypassword123 newpassword newpassword1 nothing123 p@ssw0rd p@ssw0rd1 p@ssw0rd12 p@ssw0rd123
  p@ssword1 p@ssword123 pa$$word123 paris12345 paris75000 parisparis pass1234 pass123456 pass12345678 passpass
  passpass1 passw0rd passw0rd1 passw0rd123 password password1 password12 password123 password1234 password12345
  password123456 passwordpassword pokemon123 princess1 princess123 princesse princesse1 q1w2e3r4t5 q1w2e3r4t5y6
  qazwsxedc qazwsxedcrfv qsdfghjklm qwe123qwe123 qwer1234 qwerasdf1234 qwerasdfzxcv qwerty123 qwerty1234
  qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 root123456 samsung123 secret1234
  secretsecret shadow1234 soleil123456 spiderman1 starwars1 starwars123 sunshine1 sunshine123 superman1
  superman123 temp123456 temporary1 temporary123 test123456 testing123 testtest testtest123 thisismypassword
  toor123456 topsecret1 topsecret123 trustno1 trustno1trustno1 welcome123 welcome1234 welcome12345 whatever1
  whatever123 wxcvbn123456 yourpassword zaq12wsx zaq1zaq1 zxcvbnm123
  `.split(/\s+/),
)

/** Whether a lower-case password is one of the usual ones, one sign or pair repeated, or a run along the keyboard. */
export const isCommon = (folded: string): boolean =>
  COMMON.has(folded) ||
  COMMON.has(folded.replace(/[^\p{L}\p{N}]+$/u, '')) ||
  /^(.{1,3})\1+$/su.test(folded) ||
  isRun(folded)

/** Whether each sign follows the one before in the alphabet or among the digits, forwards or backwards. */
function isRun(text: string): boolean {
  const points = [...text].map(sign => sign.codePointAt(0) ?? 0)
  return [1, -1].some(step => points.every((point, i) => i === 0 || point - (points[i - 1] ?? 0) === step))
}
