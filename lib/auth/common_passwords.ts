/**
 * The most common passwords of eight characters or more, and the words that most are based on (`password` also covers
 * `Password123!`). Shorter ones are rejected for their length.
 */
const LIST = `
12341234 12344321 12345678 123456789 1234567890 12345678910 123123123 123321123 147258369 147852369 159357159
159753159 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 111222333 11223344 112233445566 1122334455
123456789a 12345678a 123456789q 12345qwert 123456qwerty 1234qwer 123qwe123 123qweasd 123abc123 135792468 741852963
789456123 789654123 88888888 87654321 987654321 9876543210 a1234567 a12345678 a123456789 aa123456 aa12345678 aaaaaaaa
abc12345 abc123456 abcd1234 abcdefg1 abcdefgh access14 adminadmin administrator admin123 admin1234 administrador
alexander alexandra anderson andromeda angelina anthony1 arsenal1 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl
asdfjkl1 asdqwe123 azertyui azertyuiop babygirl babygirl1 backspace barcelona baseball baseball1 basketball batman123
beautiful benjamin billybob blink182 bluebird bulldogs butterfly california carolina caroline catherine champion
changeme charlie1 charlotte cheese123 chelsea1 chester1 chicken1 chocolate christian christina christine christopher
cocacola colorado computer computer1 corvette courtney cowboys1 creative daniel123 darkness december defender
diamond1 dolphin1 dolphins dragon123 einstein elephant elizabeth emmanuel estrella everton1 explorer fernando
flower123 football football1 forever1 freedom1 friendship garfield geronimo gfhjkm123 godzilla goodluck
hallo123 handball hardcore hello123 hello1234 hellohello helloworld hercules highland hollywood homer123
iceman123 iloveyou iloveyou1 iloveyou2 infinity internet ironman1 isabella jackass1 jasmine1 jennifer jessica1 jonathan
jordan23 juventus kawasaki killer123 kimberly kingkong klaster1 lacrosse lasvegas leonardo letmein1 letmein123
letmeinnow letmeinplease liverpool liverpool1 lovelove loveme123 lovers123 manchester margaret marina123 marlboro
marseille master123 maverick mercedes metallica michael1 michelle midnight minecraft money123 monkey123 monkey1234
mountain mustang1 mynameis napoleon nicholas nintendo nothing1 november olivia123 p@ssw0rd p@ssword pa$$w0rd pa55word
pakistan panthers paradise parola123 pass1234 passpass passport passw0rd password password1 password2 password12
password123 password1234 password! patricia patrick1 peanut123 peterpan pokemon1 pokemon123 porsche911 portugal
precious princess princess1 princesa q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123 qazwsxedc qazxswedc qqww1122 qwaszx12
qweasd123 qweasdzxc qweqweqwe qwer1234 qwert123 qwert12345 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456
qwertyui qwertyuiop qwertz123 qwertzui qwertzuiop racecar1 rangers1 realmadrid rebecca1 red12345 redsox123 robinson
rockstar rockyou1 rosebud1 rush2112 samantha samsung1 samsung123 sandiego scorpion sebastian secret123 security
september shadow123 simpsons skywalker slipknot snowball snoopy123 soccer123 something spiderman spongebob standard
starwars starwars1 steelers stephanie strawberry summer123 sunflower sunshine sunshine1 superman superman1 superstar
swordfish telephone tennessee test1234 test12345 testing1 testtest thunder1 tigger123 tinkerbell tottenham trinity1
trustno1 twilight undertaker valentina valentine vanessa1 veronica victoria vladimir warcraft webmaster welcome1
welcome12 welcome123 whatever whatever1 william1 windows1 winston1 wolverine x1x2x3x4 yankees1 yellow123 yourmother
yugioh123 zaq12wsx zaq1zaq1 zaq1xsw2 zxcvbnm1 zxcvbnm123 zxcvbnmm
`;

export const commonPasswords: ReadonlySet<string> = new Set(LIST.trim().split(/\s+/));
