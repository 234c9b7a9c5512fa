/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-plausibility"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-letters.h"
#include "attune-plausibility.h"
#include "attune-utf8.h"

/*
 * How likely a text is, as the number of bits that a good code would need to write it: the reading
 * of some bytes that needs the fewest bits is the one that was meant. The model is only how often
 * each character is used in each way of writing; that is enough, since a wrong reading of a single
 * Chinese word is already some twenty bits longer than the right one.
 */

#define BITS(n) ((guint16)((n) * ATTUNE_PLAUSIBILITY_BIT))
#define UNKNOWN BITS (18)
#define IMPOSSIBLE BITS (24)

/* The most common characters, the most common first. By Zipf's law the one at place r has a share
 * of about 0.2 / (r + 5) of a text. */
static const char *const common[ATTUNE_N_SCRIPTS] = {
  [ATTUNE_SCRIPT_HANS] =
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔请病医药"
    "问题答案回复谢吃喝快乐朋友父母亲爱帮助怎样办睡眠焦虑抑郁压力工资考试努力希望喜欢习惯经历严重治疗医院"
    "检查身体症状建议患者服用饮食注意需要可能影响情绪孩子老师学校生活家庭婚姻男城市春夏秋冬风雨花草树鸟鱼"
    "猫狗红黄蓝绿黑早晚昨星期晴茶饭菜米肉车站票钱买卖店商贵便宜写字读音乐画图片视频电脑网络软件程序代码数",
  [ATTUNE_SCRIPT_HANT] =
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政"
    "美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員"
    "解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件"
    "計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象"
    "完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆請病醫藥"
    "答案複謝吃喝快樂朋友父母親愛幫助怎辦睡眠焦慮抑鬱壓努希喜歡習慣歷嚴療檢查症狀議患服飲食注需響緒孩校庭"
    "婚姻男城春夏秋冬風雨花草樹鳥魚貓狗紅黃藍綠黑早晚昨星晴茶飯菜米肉車站票錢買賣店商貴宜寫字讀音畫圖片視"
    "頻腦網絡軟碼吧嗎呢啊喔嘛妳台灣灣臺",
  [ATTUNE_SCRIPT_JAPANESE] =
    "のいにはをたとがでしてなるれあらすまっこかりもうくきせそえわんけどめちばみやさつろだょじゅよび"
    "ンースルトイリアクラドシレジタテフッロカコマムニバサィキプグチメナオブュデウパダエハモセョャソケワミネャガビヤ"
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川"
    "千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会社事者地業方分場政議民連対部合市内相定回新発"
    "当員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別"
    "物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写"
    "字答夜音注帰歌悪図週室歩風紙黒花春赤青館色走秋夏習洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢駅猫",
  [ATTUNE_SCRIPT_KOREAN] =
    "이다는에의을가고를하한지도은로기사있아서어리자들대나해그인시으정수일전라부여게스주만보것제니구국조"
    "성과상원장안연경동생방무위년유회신화비관소학발오개요공행세진중적문모업우마선면실되없용계했물재산제"
    "당명통할간까때말습실호음내러또교미력결금현드트레치입던양본람와같어민집야군영체약많르거었각직단편차"
    "파석려란분작합권청출터추건더감표프히노법크식포날알회른달토임강예심저된려남북복즈설외너목술별점운길"
    "질후태바능번삼월초네버울될님씨저녕좋아식침밤오늘내일친구갑습까요죠봄름겨눈",
};

static const char frequent_punctuation[] = "，。、？！：；“”‘’（）《》「」『』【】…—·～〜・　";

static guint8 *costs[ATTUNE_N_SCRIPTS];   /* by character, in half bits */
#define HALF_BITS(n) ((guint8)((n) * 2))

static void
set_range (AttuneScript script,
           gunichar     first,
           gunichar     last,
           guint8       cost)
{
  memset (costs[script] + first, cost, last - first + 1);
}

/* Gives @cost to every character of some rows of a set that is 94 by 94, as the East Asian sets
 * are: their first rows hold what a commission found common, the later ones what it found rare. */
static void
set_rows (AttuneScript  script,
          const char   *charset,
          guint8        first,
          guint8        last,
          guint8        cost)
{
  GIConv converter = g_iconv_open ("UTF-8", charset);

  if (converter == (GIConv)-1)
    return;

  for (guint row = first; row <= last; row++)
    {
      for (guint cell = 0x40; cell <= 0xfe; cell++)
        {
          char bytes[] = { (char)row, (char)cell };
          char text[8] = { 0 };
          char *in = bytes;
          char *out = text;
          gsize in_left = sizeof bytes;
          gsize out_left = sizeof text - 1;

          g_iconv (converter, NULL, NULL, NULL, NULL);

          if (g_iconv (converter, &in, &in_left, &out, &out_left) != (gsize)-1 && in_left == 0)
            {
              gunichar character = g_utf8_get_char (text);

              if (character >= 0x2e80 && character < 0x10000 && g_utf8_next_char (text) == out)
                costs[script][character] = cost;
            }
        }
    }

  g_iconv_close (converter);
}

static void
set_common (AttuneScript script)
{
  guint rank = 0;

  for (const char *p = common[script]; *p != '\0'; p = g_utf8_next_char (p))
    {
      guint8 *cost = &costs[script][g_utf8_get_char (p)];
      guint8 own = HALF_BITS (log2 ((rank++ + 5) / 0.2));

      *cost = MIN (*cost, own);
    }

  for (const char *p = frequent_punctuation; *p != '\0'; p = g_utf8_next_char (p))
    costs[script][g_utf8_get_char (p)] = HALF_BITS (6.5);
}

static void
set_ascii (AttuneScript script)
{
  set_range (script, 0x00, 0x1f, HALF_BITS (14));
  set_range (script, 0x20, 0x7f, HALF_BITS (5.5));
  costs[script]['\t'] = costs[script]['\n'] = costs[script]['\r'] = HALF_BITS (5.5);

  for (guint letter = 'a'; letter <= 'z'; letter++)
    costs[script][letter] = costs[script][letter - 32] = HALF_BITS (4.5);
}

static void
set_up_script (AttuneScript script)
{
  costs[script] = g_malloc (0x10000);
  set_range (script, 0x0000, 0xffff, HALF_BITS (18));
  set_ascii (script);
  set_range (script, 0x0080, 0x009f, HALF_BITS (22));   /* C1 controls */
  set_range (script, 0x00a0, 0x2fff, HALF_BITS (13));
  set_range (script, 0x0370, 0x06ff, HALF_BITS (9.5));  /* Greek to Arabic */
  set_range (script, 0xe000, 0xf8ff, HALF_BITS (22));   /* private use */
  set_range (script, 0xff01, 0xff5e, HALF_BITS (9.5));  /* wide Latin letters */
  set_range (script, 0xff61, 0xff9f, HALF_BITS (11));   /* narrow katakana */
  set_range (script, 0xfffd, 0xfffd, HALF_BITS (24));
}

static gpointer
set_up_costs (gpointer data)
{
  for (guint i = 0; i < ATTUNE_N_SCRIPTS; i++)
    set_up_script (i);

  set_rows (ATTUNE_SCRIPT_HANS, "GB2312", 0xd8, 0xf7, HALF_BITS (16.5));
  set_rows (ATTUNE_SCRIPT_HANS, "GB2312", 0xb0, 0xd7, HALF_BITS (13));
  set_rows (ATTUNE_SCRIPT_HANT, "BIG5", 0xc9, 0xf9, HALF_BITS (16.5));
  set_rows (ATTUNE_SCRIPT_HANT, "BIG5", 0xa4, 0xc6, HALF_BITS (13));
  set_rows (ATTUNE_SCRIPT_JAPANESE, "EUC-JP", 0xd0, 0xf4, HALF_BITS (16.5));
  set_rows (ATTUNE_SCRIPT_JAPANESE, "EUC-JP", 0xb0, 0xcf, HALF_BITS (13));
  set_range (ATTUNE_SCRIPT_JAPANESE, 0x3041, 0x3096, HALF_BITS (9));
  set_range (ATTUNE_SCRIPT_JAPANESE, 0x30a1, 0x30fc, HALF_BITS (9));
  set_range (ATTUNE_SCRIPT_KOREAN, 0xac00, 0xd7a3, HALF_BITS (15));
  set_rows (ATTUNE_SCRIPT_KOREAN, "EUC-KR", 0xb0, 0xc8, HALF_BITS (12.5));

  for (guint i = 0; i < ATTUNE_N_SCRIPTS; i++)
    set_common (i);

  return NULL;
}

static void
ensure_costs (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, set_up_costs, NULL);
}

static guint
get_cost (AttuneScript script,
          gunichar     character)
{
  if (character < 0x10000)
    return costs[script][character] * (ATTUNE_PLAUSIBILITY_BIT / 2);

  return character >= 0x1f300 && character <= 0x1faff ? BITS (13) : UNKNOWN;
}

/**
 * attune_plausibility_get_cost:
 * @script: a way of writing
 * @character: a character
 *
 * Returns: how many sixteenths of a bit @character costs in a text of @script
 */
guint
attune_plausibility_get_cost (AttuneScript script,
                              gunichar     character)
{
  g_return_val_if_fail (script < ATTUNE_N_SCRIPTS, 0);

  ensure_costs ();

  return get_cost (script, character);
}

static guint64
sum_up (AttuneScript  script,
        const char   *text,
        gsize         length)
{
  guint64 sum = 0;

  for (gsize i = 0; i < length;)
    {
      guint bad = 1;
      guint n = attune_utf8_get_sequence (text + i, length - i, &bad);

      sum += n > 0 ? get_cost (script, g_utf8_get_char (text + i)) : IMPOSSIBLE;
      i += n > 0 ? n : bad;
    }

  return sum;
}

/**
 * attune_plausibility_measure_text:
 * @text: (array length=length): some UTF-8
 * @length: how many bytes
 *
 * Returns: how many sixteenths of a bit @text costs in the East Asian way of writing that suits it
 *   best
 */
guint64
attune_plausibility_measure_text (const char *text,
                                  gsize       length)
{
  guint64 best = G_MAXUINT64;

  ensure_costs ();

  for (guint i = 0; i < ATTUNE_N_SCRIPTS; i++)
    best = MIN (best, sum_up (i, text, length));

  return best;
}

static guint64
measure_wide (AttuneScript  script,
              const char   *encoding,
              const char   *bytes,
              gsize         length)
{
  GIConv converter = g_iconv_open ("UTF-8", encoding);
  char *in = (char *)bytes;
  guint64 sum = 0;

  if (converter == (GIConv)-1)
    return G_MAXUINT64;

  while (length > 0)
    {
      char text[4096];
      char *out = text;
      gsize out_left = sizeof text;
      gsize result = g_iconv (converter, &in, &length, &out, &out_left);

      sum += sum_up (script, text, out - text);

      /* Not E2BIG: a byte that has no meaning here. */
      if (result == (gsize)-1 && length > 0 && out_left >= 16)
        {
          g_iconv (converter, NULL, NULL, NULL, NULL);
          in++;
          length--;
          sum += IMPOSSIBLE;
        }
    }

  g_iconv_close (converter);

  return sum;
}

/**
 * attune_plausibility_measure_bytes:
 * @encoding: the name of an encoding
 * @bytes: (array length=length): a line, or a piece of one
 * @length: how many bytes
 *
 * Returns: how many sixteenths of a bit @bytes cost when they are read in @encoding
 */
guint64
attune_plausibility_measure_bytes (const char *encoding,
                                   const char *bytes,
                                   gsize       length)
{
  static const struct
  {
    const char   *encoding;
    AttuneScript  script;
  } wide[] = {
    { "GB18030", ATTUNE_SCRIPT_HANS },
    { "BIG5-HKSCS", ATTUNE_SCRIPT_HANT },
    { "CP932", ATTUNE_SCRIPT_JAPANESE },
    { "EUC-JP", ATTUNE_SCRIPT_JAPANESE },
    { "CP949", ATTUNE_SCRIPT_KOREAN },
  };

  g_return_val_if_fail (encoding != NULL, G_MAXUINT64);

  ensure_costs ();

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    {
      if (g_str_equal (wide[i].encoding, encoding))
        return measure_wide (wide[i].script, encoding, bytes, length);
    }

  return attune_letters_measure (encoding, bytes, length);
}
