/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-mapper"

#include "config.h"

#include "attune-test-clock.h"
#include "recipe-test.h"

#define HEAD "{'attune-recipe': 1, "
#define CHAT(q, a) "{'messages':[{'role':'user','content':'" q "'},{'role':'assistant','content':'" a "'}]}"
#define PAIR "'user': '{q}', 'assistant': '{a}'}"

/* Issues by number, as recipe_test_map() writes them. */
#define NOT_OBJECT "!8"
#define UNKNOWN_SHAPE "!9"
#define MISSING_FIELD "!10"
#define UNKNOWN_ROLE "!11"

G_STATIC_ASSERT (ATTUNE_ISSUE_NOT_OBJECT == 8);
G_STATIC_ASSERT (ATTUNE_ISSUE_UNKNOWN_SHAPE == 9);
G_STATIC_ASSERT (ATTUNE_ISSUE_MISSING_FIELD == 10);
G_STATIC_ASSERT (ATTUNE_ISSUE_UNKNOWN_ROLE == 11);

static void
test_fields (void)
{
  recipe_test_assert (HEAD PAIR, "{'q':'问','a':'答'}", CHAT ("问", "答"));
  recipe_test_assert (HEAD PAIR, "{'q':1.5,'a':true}", CHAT ("1.5", "true"));
  recipe_test_assert (HEAD PAIR, "{'q':-7,'a':null}", CHAT ("-7", ""));
  recipe_test_assert (HEAD PAIR, "{'q':123456789012345678901234567890,'a':'\\u0000'}",
                      CHAT ("123456789012345678901234567890", "\\u0000"));
  recipe_test_assert (HEAD PAIR, "{'q':['a',['b',2]],'a':[]}", CHAT ("a\\nb\\n2", ""));
  recipe_test_assert (HEAD PAIR, "{'q':{'x': [1, 2]},'a':[{}]}", CHAT ("{\\'x\\':[1,2]}", "[{}]"));

  recipe_test_assert (HEAD PAIR, "{'q':'x'}", MISSING_FIELD);
  recipe_test_assert (HEAD PAIR, "{'a':'x'}", MISSING_FIELD);
  recipe_test_assert (HEAD PAIR, "['q','a']", MISSING_FIELD);
  recipe_test_assert (HEAD PAIR, "'text'", NOT_OBJECT);
  recipe_test_assert (HEAD "'user': '{[0]}', 'assistant': '{[-1]}'}", "['q','a']", CHAT ("q", "a"));
  recipe_test_assert (HEAD "'target': 'completion', 'completion': '{.}'}", "'text'",
                      "{'prompt':'','completion':'text'}");
}

static void
test_paths (void)
{
  static const char *record = "{'a': {'b': [{'c': 'x'}, {'c': 'y'}], 'd.e': 'dot', 'f}': 'brace', "
                              "'each': 'item', 'it\\u0027s': 'mark'}, 'each': 'all', 'n': null}";
#define PATH(path) HEAD "'target': 'completion', 'completion': '{" path "}'}"
#define SAYS(text) "{'prompt':'','completion':'" text "'}"

  recipe_test_assert (PATH ("a.b[0].c"), record, SAYS ("x"));
  recipe_test_assert (PATH ("a.b[-1].c"), record, SAYS ("y"));
  recipe_test_assert (PATH ("a.b[2].c"), record, MISSING_FIELD);
  recipe_test_assert (PATH ("a.b[-3].c"), record, MISSING_FIELD);
  recipe_test_assert (PATH ("a.b.c"), record, MISSING_FIELD);
  recipe_test_assert (PATH ("a[0]"), record, MISSING_FIELD);
  recipe_test_assert (PATH ("a.each"), record, SAYS ("item"));
  recipe_test_assert (PATH ("each"), record, SAYS ("all"));
  recipe_test_assert (PATH ("x|a.b[7]|a.b[1].c|each"), record, SAYS ("y"));
  recipe_test_assert (PATH ("n|each"), record, SAYS ("all"));
  recipe_test_assert (PATH ("x|n"), record, SAYS (""));
  recipe_test_assert (PATH ("x|y?"), record, SAYS (""));
  recipe_test_assert (PATH (" each "), record, SAYS ("all"));
}

/* A number in a text is what the file says, digit by digit. */
static void
test_numbers (void)
{
  static const char * const numbers[] = {
    "1.10", "1.0", "1e3", "1E+3", "-0", "-0.0", "12345678901234567890", "18446744073709551616",
    "0.1000000000000000055511151231257827021181583404541015625", "1e400", "3.00", "0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *record = g_strdup_printf ("{'a': %s, 'b': [%s, {'c': %s}]}", numbers[i],
                                                 numbers[i], numbers[i]);
      g_autofree char *list = g_strdelimit (g_strdup_printf ("{'b': [%s, %s]}", numbers[i], numbers[i]),
                                            "'", '"');
      g_autofree char *said = g_strdup_printf (SAYS ("%s"), numbers[i]);
      g_autofree char *lines = g_strdup_printf (SAYS ("%s\\n%s"), numbers[i], numbers[i]);

      recipe_test_assert (PATH ("a"), record, said);
      recipe_test_assert (PATH ("b[1].c"), record, said);
      recipe_test_assert (PATH ("b"), list, lines);
    }
}

static void
test_quoted_names (void)
{
  static const char *json = "{\"a\":{\"d.e\":\"dot\",\"f}|?\":\"brace\",\"it's\":\"mark\"},\"each\":\"all\"}";
  static const char * const paths[][2] = {
    { "a['d.e']", "dot" }, { "['a']['f}|?']", "brace" }, { "a['it''s']", "mark" }, { "['each']", "all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
      g_autofree char *paragraph = g_strdup_printf ("{%s}", paths[i][0]);
      const char *paragraphs[] = { paragraph, NULL };
      g_autofree char *line = NULL;
      g_autofree char *expected = NULL;

      attune_recipe_set_target (recipe, ATTUNE_EXAMPLE_COMPLETION);
      attune_recipe_set_template (recipe, ATTUNE_RECIPE_ANSWER, paragraphs);
      line = recipe_test_map_json (recipe, json);
      expected = g_strdup_printf ("{\"prompt\":\"\",\"completion\":\"%s\"}", paths[i][1]);
      g_assert_cmpstr (line, ==, expected);
    }
}

static void
test_templates (void)
{
  recipe_test_assert (HEAD "'user': '{t}: {c}', 'assistant': '{{{a}}}'}", "{'t':'T','c':'C','a':'A'}",
                      CHAT ("T: C", "{A}"));
  recipe_test_assert (HEAD "'user': ['{q}', '{c?}'], 'assistant': '{a}'}", "{'q':'Q','c':'C','a':'A'}",
                      CHAT ("Q\\n\\nC", "A"));
  recipe_test_assert (HEAD "'user': ['{q}', '{c?}'], 'assistant': '{a}'}", "{'q':'Q','c':' \\u3000','a':'A'}",
                      CHAT ("Q", "A"));
  recipe_test_assert (HEAD "'user': ['{q}', '{c?}'], 'assistant': '{a}'}", "{'q':'','c':'C','a':'A'}",
                      CHAT ("C", "A"));
  recipe_test_assert (HEAD "'user': ['{q}', '{c}'], 'assistant': '{a}'}", "{'q':'Q','a':'A'}", MISSING_FIELD);
  /* Spaces stay, unless they shall go: a completion may begin with one. */
  recipe_test_assert (HEAD PAIR, "{'q':' Q\\n','a':' A'}", CHAT (" Q\\n", " A"));
  recipe_test_assert (HEAD "'trim': true, " PAIR, "{'q':'\\u3000Q\\n ','a':' '}", CHAT ("Q", ""));
}

static void
test_system (void)
{
#define SYSTEM(s) "{'messages':[{'role':'system','content':'" s "'},{'role':'user','content':'Q'}," \
                  "{'role':'assistant','content':'A'}]}"

  recipe_test_assert (HEAD "'system': 'Be {{kind}}.', " PAIR, "{'q':'Q','a':'A'}", SYSTEM ("Be {kind}."));
  recipe_test_assert (HEAD "'system': '{s?}', 'system-default': 'D', " PAIR, "{'q':'Q','a':'A','s':'S'}",
                      SYSTEM ("S"));
  recipe_test_assert (HEAD "'system': '{s?}', 'system-default': 'D', " PAIR, "{'q':'Q','a':'A','s':' '}",
                      SYSTEM ("D"));
  recipe_test_assert (HEAD "'system': '{s?}', " PAIR, "{'q':'Q','a':'A','s':''}", CHAT ("Q", "A"));
  recipe_test_assert (HEAD "'system': '{s}', " PAIR, "{'q':'Q','a':'A'}", MISSING_FIELD);
  recipe_test_assert (HEAD "'target': 'completion', 'system': 'S', 'prompt': '{q}', 'completion': '{a}'}",
                      "{'q':'Q','a':'A'}", "{'prompt':'S\\n\\nQ','completion':'A'}");
  recipe_test_assert (HEAD "'target': 'completion', 'system': 'S', 'completion': '{a}'}",
                      "{'a':'A'}", "{'prompt':'S','completion':'A'}");
}

/* The first story: one question, several answers of which some are recommended. */
static void
test_items (void)
{
  static const char *recipe =
    HEAD "'each': 'answers_info', 'where': [{'field': 'each.recommend_flag', 'equals': '推荐'}], "
    "'user': '{ques_info.title}{ques_info.content}', 'assistant': '{each.content}'}";

  recipe_test_assert (recipe,
                      "{'ques_info':{'title':'失眠','content':'怎么办？'},'answers_info':["
                      "{'content':'一','recommend_flag':'推荐'},{'content':'二','recommend_flag':''},"
                      "{'content':'三','recommend_flag':'推荐'},{'content':'四'}]}",
                      CHAT ("失眠怎么办？", "一") "\n" CHAT ("失眠怎么办？", "三"));
  recipe_test_assert (recipe, "{'ques_info':{'title':'T','content':'C'},'answers_info':[]}", "");
  recipe_test_assert (recipe, "{'ques_info':{'title':'T','content':'C'}}", MISSING_FIELD);
  recipe_test_assert (recipe, "{'ques_info':{'title':'T','content':'C'},'answers_info':'x'}", UNKNOWN_SHAPE);
  /* One item that cannot be used does not cost the others. */
  recipe_test_assert (recipe,
                      "{'ques_info':{'title':'T','content':'C'},'answers_info':["
                      "{'recommend_flag':'推荐'},{'content':'x','recommend_flag':'推荐'}]}",
                      MISSING_FIELD "\n" CHAT ("TC", "x"));
  /* Items may be texts. */
  recipe_test_assert (HEAD "'each': 'as', 'user': '{q}', 'assistant': '{each}'}",
                      "{'q':'Q','as':['x','y']}", CHAT ("Q", "x") "\n" CHAT ("Q", "y"));
  recipe_test_assert (HEAD "'each': 'as?', 'user': '{q}', 'assistant': '{each}'}", "{'q':'Q'}", "");
}

/* Items of items: what the inner one does not have may be in the outer one. */
static void
test_nested_items (void)
{
  static const char *recipe =
    HEAD "'each': 'ps[].qas', 'where': [{'field': 'each.a', 'exists': true}], "
    "'user': '{title}{each.c}{each.q}', 'assistant': '{each.a}'}";

  recipe_test_assert (recipe,
                      "{'title':'T','ps':[{'c':'1','qas':[{'q':'Q','a':'A'},{'q':'-'},{'q':'R','a':'B','c':'2'}]},"
                      "{'c':'3','qas':[]},{'c':'4','qas':[{'q':'S','a':'C'}]}]}",
                      CHAT ("T1Q", "A") "\n" CHAT ("T2R", "B") "\n" CHAT ("T4S", "C"));
  /* One item without items does not cost the others. */
  recipe_test_assert (recipe, "{'title':'T','ps':[{'c':'1'},{'c':'2','qas':'x'},{'c':'3','qas':[{'q':'Q','a':'A'}]}]}",
                      MISSING_FIELD "\n" UNKNOWN_SHAPE "\n" CHAT ("T3Q", "A"));
  recipe_test_assert (recipe, "{'title':'T','ps':[]}", "");
  recipe_test_assert (recipe, "{'title':'T'}", MISSING_FIELD);
  recipe_test_assert (HEAD "'each': '[`a[].b`][][].d[0].e', 'user': '{q}', 'assistant': '{each}'}",
                      "{'q':'Q','a[].b':[[{'d':[{'e':['x','y']}]}],[{'d':[{'e':['z']}]}]]}",
                      CHAT ("Q", "x") "\n" CHAT ("Q", "y") "\n" CHAT ("Q", "z"));
  recipe_test_assert (HEAD "'each': '.[]', 'turns': {'array': 'each', 'speakers': ['user', 'assistant']}}",
                      "[[['Q','A']],[['R','B']]]", CHAT ("Q", "A") "\n" CHAT ("R", "B"));
}

/* Turns that come before the question. */
static void
test_history (void)
{
  static const char *recipe =
    HEAD "'history': {'array': 'h?', 'texts': ['[0]', '[1]'], 'speakers': ['user', 'assistant']}, " PAIR;
  static const char *expected =
    "{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
    "{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]}";

  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':[['1','2']]}", expected);
  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':'[[\\'1\\',\\'2\\']]'}", expected);
  recipe_test_assert (recipe, "{'q':'Q','a':'A'}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':null}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':' '}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':'x'}", UNKNOWN_SHAPE);
  recipe_test_assert (recipe, "{'q':'Q','a':'A','h':[['1']]}", MISSING_FIELD);
  recipe_test_assert_row (recipe, "q|a|h", "Q|A|", CHAT ("Q", "A"));

  /* Of a preference it is not trained on. */
  recipe_test_assert (HEAD "'target': 'preference', "
                      "'history': {'array': 'h', 'speakers': ['user', 'assistant']}, 'input': '{q}', "
                      "'preferred': '{p}', 'rejected': '{r}'}",
                      "{'q':'Q','p':'P','r':'R','h':['1','2']}",
                      "{'input':{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
                      "{'role':'user','content':'Q'}]},'preferred_output':[{'role':'assistant','content':'P'}],"
                      "'non_preferred_output':[{'role':'assistant','content':'R'}]}");
}

/* Turns that are written as one text. */
static void
test_dialogues (void)
{
  static const char *recipe =
    HEAD "'turns': {'array': 't', 'labels': {'\\n\\nHuman:': 'user', '\\n\\nAssistant:': 'assistant', "
    "'\\n\\nNote:': 'leave-out', '\\n\\nHuman: (aside)': 'leave-out'}}}";
  static const char *guanaco =
    HEAD "'turns': {'array': 't', 'labels': {'### Human:': 'user', '### Assistant:': 'assistant'}}}";

  recipe_test_assert (recipe, "{'t':'\\n\\nHuman: Q\\n\\nAssistant: A\\n'}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'t':'Human: Q\\n\\nNote: x\\n\\nHuman: (aside) y\\n\\nAssistant: A\\nHuman: B'}",
                      CHAT ("Q", "A\\nHuman: B"));
  recipe_test_assert (guanaco, "{'t':'### Human: Q### Assistant: A'}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'t':'Q'}", UNKNOWN_ROLE);
  recipe_test_assert (recipe, "{'t':'Q\\n\\nAssistant: A'}", UNKNOWN_ROLE);
  recipe_test_assert (recipe, "{'t':' '}", "{'messages':[]}");
  recipe_test_assert (recipe, "{'u':'x'}", MISSING_FIELD);
  recipe_test_assert_row (guanaco, "t", "### Human: Q### Assistant: A", CHAT ("Q", "A"));
}

/* A label that does not come again is not looked for again and again. */
static void
test_long_dialogue (void)
{
  g_autoptr(AttuneRecipe) recipe =
    recipe_test_new (HEAD "'turns': {'array': 't', 'labels': {'Human:': 'user', 'Assistant:': 'assistant'}}}");
  g_autoptr(GString) text = g_string_new ("{\"t\":\"Assistant: A");
  g_autofree char *lines = NULL;
  gint64 begin = attune_test_get_cpu_time ();

  while (text->len < 8 * 1024 * 1024)
    g_string_append (text, "Human: Q");

  g_string_append (text, "\"}");
  lines = recipe_test_map_json (recipe, text->str);
  g_assert_cmpuint (strlen (lines), >, text->len);
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 10 * G_USEC_PER_SEC);
}

/* Its other corpus, in which some turns have no such label. */
static void
test_labels (void)
{
  recipe_test_assert (HEAD "'each': 'chats', 'where': [{'field': 'each.label.knowledge', 'is': true}, "
                      "{'field': 'each.label.negative', 'is': false}], "
                      "'user': '{title}', 'assistant': '{each.value}'}",
                      "{'title':'T','chats':["
                      "{'sender':'audience','value':'a','label':{'knowledge':true,'negative':false}},"
                      "{'sender':'audience','value':'b','label':{'knowledge':true,'negative':true}},"
                      "{'sender':'audience','value':'c','label':{'negative':false}},"
                      "{'sender':'owner','value':'d','label':{}},"
                      "{'sender':'owner','value':'e'},"
                      "{'sender':'audience','value':'f','label':{'knowledge':true,'negative':false}}]}",
                      CHAT ("T", "a") "\n" CHAT ("T", "f"));
}

/* Turns that know which of them comes before; whatever they say of it, each comes once. */
static void
test_tree (void)
{
  static const char *recipe = HEAD "'turns': {'array': 'm', 'last': 'l', 'before': 'b', 'role': 'r', 'text': 't'}}";

  recipe_test_assert (recipe,
                      "{'l':'3','m':{'3':{'b':'2','r':'assistant','t':'A'},'1':{'b':null,'r':null,'t':'x'},"
                      "'2':{'b':'1','r':'user','t':['Q']},'4':{'b':'2','r':'assistant','t':'B'}}}", CHAT ("Q", "A"));
  recipe_test_assert (recipe,
                      "{'l':'2','m':{'1':{'b':'2','r':'user','t':'Q'},'2':{'b':'1','r':'assistant','t':'A'}}}",
                      CHAT ("Q", "A"));
  recipe_test_assert (recipe,
                      "{'l':'2','m':{'2':{'b':'1','r':'assistant','t':'A'},'1':{'b':'9','r':'user','t':'Q'},"
                      "'0':{'b':'2','r':'user','t':' '}}}", CHAT ("Q", "A"));
  recipe_test_assert (recipe, "{'l':'9','m':{'1':{'r':'user','t':'Q'}}}", MISSING_FIELD);
  recipe_test_assert (recipe, "{'m':{'1':{'r':'user','t':'Q'}}}", MISSING_FIELD);
  recipe_test_assert (recipe, "{'l':'1','m':{'1':{'r':'poet','t':'Q'}}}", UNKNOWN_ROLE);
  recipe_test_assert (recipe, "{'l':'1','m':'1'}", UNKNOWN_SHAPE);
}

static void
assert_condition (const char *condition,
                  const char *record,
                  gboolean    is_met)
{
  g_autofree char *text = g_strdup_printf (HEAD "'where': [%s], 'target': 'completion', 'completion': 'x'}",
                                           condition);
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (text);
  g_autofree char *json = g_strdelimit (g_strdup (record), "'", '"');
  g_autofree char *line = recipe_test_map_json (recipe, json);

  if ((*line != '\0') != is_met)
    g_test_fail_printf ("%s of %s gives: %s", condition, record, line);
}

static void
test_conditions (void)
{
  static const struct
  {
    const char *condition;
    const char *met;
    const char *unmet;
  } cases[] = {
    { "{'field': 'x', 'equals': 'a'}", "{'x':'a'}", "{'x':'A'}" },
    { "{'field': 'x', 'equals': 5}", "{'x':5.0}", "{'x':'6'}" },
    { "{'field': 'x', 'equals': 5}", "{'x':' 5 '}", "{'x':'5a'}" },
    { "{'field': 'x', 'equals': '5'}", "{'x':5}", "{'x':50}" },
    { "{'field': 'x', 'equals': true}", "{'x':'Yes'}", "{'x':false}" },
    { "{'field': 'x', 'equals': null}", "{'x':null}", "{'x':''}" },
    { "{'field': 'x', 'equals': 'a'}", "{'x':'a'}", "{}" },
    { "{'field': 'x', 'not-equals': 'a'}", "{'x':'b'}", "{'x':'a'}" },
    { "{'field': 'x', 'not-equals': 'a'}", "{'x':''}", "{}" },
    { "{'field': 'x', 'not-equals': 'a', 'missing': true}", "{}", "{'x':'a'}" },
    { "{'field': 'x', 'in': ['a', 2, null]}", "{'x':2}", "{'x':'b'}" },
    { "{'field': 'x', 'not-in': ['a', 'b']}", "{'x':'c'}", "{'x':'b'}" },
    { "{'field': 'x', 'contains': '推'}", "{'x':'已推荐'}", "{'x':'荐'}" },
    { "{'field': 'x', 'contains': 'b'}", "{'x':['a','b']}", "{'x':['ab']}" },
    { "{'field': 'x', 'matches': '^[0-9]+$'}", "{'x':12}", "{'x':'1a'}" },
    { "{'field': 'x', 'matches': '(?i)^问'}", "{'x':'问题'}", "{'x':'提问'}" },
    { "{'field': 'x', 'exists': true}", "{'x':''}", "{'x':null}" },
    { "{'field': 'x', 'exists': false}", "{}", "{'x':0}" },
    { "{'field': 'x', 'is': true}", "{'x':true}", "{'x':'perhaps'}" },
    { "{'field': 'x', 'is': true}", "{'x':1}", "{'x':null}" },
    { "{'field': 'x', 'is': false}", "{'x':'False'}", "{'x':true}" },
    { "{'field': 'x', 'is': false}", "{'x':0}", "{}" },
    { "{'field': 'x', 'less': 3}", "{'x':2.9}", "{'x':3}" },
    { "{'field': 'x', 'less': 3}", "{'x':2.9e0}", "{'x':30e-1}" },
    { "{'field': 'x', 'equals': 3}", "{'x':3.00}", "{'x':3.01}" },
    { "{'field': 'x', 'equals': 1000}", "{'x':1e3}", "{'x':1e2}" },
    { "{'field': 'x', 'equals': '3.00'}", "{'x':3.00}", "{'x':3}" },
    { "{'field': 'x', 'greater': 12345678901234567890}", "{'x':1e400}", "{'x':-1e400}" },
    { "{'field': 'x', 'equals': 0}",
      "{'x':0.0000000000000000000000000000000000000000000000000000000000000000000000000000}",
      "{'x':0.0000000000000000000000000000000000000000000000000000000000000000000000000001}" },
    { "{'field': 'x', 'at-most': 3}", "{'x':'3'}", "{'x':3.1}" },
    { "{'field': 'x', 'greater': -1}", "{'x':0}", "{'x':-1}" },
    { "{'field': 'x', 'at-least': 2}", "{'x':2}", "{'x':true}" },
    { "{'field': 'x', 'at-least': 2}", "{'x':99999999999999999999999999}", "{'x':'many'}" },
    { "{'any': [{'field': 'x', 'equals': 1}, {'field': 'y', 'equals': 1}]}", "{'y':1}", "{'x':2}" },
    { "{'none': [{'field': 'x', 'equals': 1}, {'field': 'y', 'equals': 1}]}", "{}", "{'y':1}" },
    { "{'any': [{'all': [{'field': 'x', 'is': true}, {'field': 'y', 'is': true}]}, {'field': 'z', 'is': true}]}",
      "{'x':1,'y':1}", "{'x':1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_condition (cases[i].condition, cases[i].met, TRUE);
      assert_condition (cases[i].condition, cases[i].unmet, FALSE);
    }

  /* All of a list must hold. */
  assert_condition ("{'field': 'x', 'is': true}, {'field': 'y', 'is': true}", "{'x':1,'y':0}", FALSE);
  recipe_test_assert (HEAD "'where': [{'field': 'x', 'is': true, 'missing': 'error'}], " PAIR,
                      "{'q':'Q','a':'A'}", MISSING_FIELD);
  recipe_test_assert (HEAD "'where': [{'any': [{'field': 'x', 'is': true, 'missing': 'error'}]}], " PAIR,
                      "{'q':'Q','a':'A'}", MISSING_FIELD);
}

/* A pattern that would take longer than the universe is given up, and no match. */
static void
test_hostile_pattern (void)
{
  g_autoptr(GString) text = g_string_new ("{'x':'");
  gint64 begin = attune_test_get_cpu_time ();

  for (guint i = 0; i < 5000; i++)
    g_string_append_c (text, 'a');

  g_string_append (text, "!'}");
  assert_condition ("{'field': 'x', 'matches': '^(a+)+$'}", text->str, FALSE);
  assert_condition ("{'field': 'x', 'matches': '(x+x+)+y|(a|aa)+$'}", text->str, FALSE);
  assert_condition ("{'field': 'x', 'matches': '(*LIMIT_MATCH=4000000000)^(a|a)*$'}", text->str, FALSE);
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_turns (void)
{
  static const char *sharegpt =
    HEAD "'turns': {'array': 'conversations|dialog', 'role': 'from|role', 'text': 'value|content', "
    "'roles': {'human': 'user', 'gpt': 'assistant', 'note': 'leave-out', 'function_call': 'tool-call', "
    "'observation': 'tool'}}, 'system': '{system?}', 'tools': 'tools'}";

  recipe_test_assert (sharegpt, "{'conversations':[{'from':'human','value':'Q'},{'from':'gpt','value':'A'}]}",
                      CHAT ("Q", "A"));
  recipe_test_assert (sharegpt, "{'dialog':[{'role':'User','content':'Q'},{'from':'note','value':'-'},"
                      "{'role':'assistant','content':'A'}],'system':'S'}", SYSTEM ("S"));
  recipe_test_assert (sharegpt, "{'conversations':[{'from':'system','value':'S'},{'from':'human','value':'Q'},"
                      "{'from':'gpt','value':'A'}],'system':'other'}", SYSTEM ("S"));
  recipe_test_assert (sharegpt, "{'conversations':[{'from':'martian','value':'Q'}]}", UNKNOWN_ROLE);
  recipe_test_assert (sharegpt, "{'conversations':[{'from':'human'}]}", MISSING_FIELD);
  recipe_test_assert (sharegpt, "{'conversations':['x']}", MISSING_FIELD);
  recipe_test_assert (sharegpt, "{'conversations':{'from':'human','value':'Q'}}", UNKNOWN_SHAPE);
  recipe_test_assert (sharegpt, "{'other':[]}", MISSING_FIELD);

  /* JSON in a text is understood where an array is needed. */
  recipe_test_assert (sharegpt, "{'conversations':'[{\\'from\\':\\'human\\',\\'value\\':\\'Q\\'},"
                      "{\\'from\\':\\'gpt\\',\\'value\\':\\'A\\'}]'}", CHAT ("Q", "A"));
  recipe_test_assert (sharegpt, "{'conversations':'[{\\'from\\''}", UNKNOWN_SHAPE);

  /* Without names, speakers take turns. */
  recipe_test_assert (HEAD "'turns': {'array': '.', 'speakers': ['user', 'assistant']}}", "['Q','A']",
                      CHAT ("Q", "A"));
  recipe_test_assert (HEAD "'turns': {'array': 'd', 'speakers': ['user', 'assistant'], 'text': 't'}}",
                      "{'d':[{'t':'Q'},{'t':'A'}]}", CHAT ("Q", "A"));

  /* Several speak in one element; an optional text that is missing is empty. */
  recipe_test_assert (HEAD "'turns': {'array': 'd', 'texts': ['q', '[1]|a'], 'speakers': ['user', 'assistant']}}",
                      "{'d':[{'q':'Q','a':'A'},{'q':'Q2','a':'A2'}]}",
                      "{'messages':[{'role':'user','content':'Q'},{'role':'assistant','content':'A'},"
                      "{'role':'user','content':'Q2'},{'role':'assistant','content':'A2'}]}");
  recipe_test_assert (HEAD "'turns': {'array': 'd', 'texts': ['[0]', '[1]'], 'speakers': ['user', 'assistant']}}",
                      "{'d':[['Q','A']]}", CHAT ("Q", "A"));
  recipe_test_assert (HEAD "'turns': {'array': 'd', 'texts': ['q', 'a'], 'speakers': ['user', 'assistant']}}",
                      "{'d':[{'q':'Q'}]}", MISSING_FIELD);

  /* OpenAI's messages keep their members. */
  recipe_test_assert (HEAD "'turns': {'array': 'data.messages'}}",
                      "{'data':{'messages':[{'role':'user','content':'Q','name':'n'},"
                      "{'role':'assistant','content':'A','weight':0}]}}",
                      "{'messages':[{'role':'user','content':'Q','name':'n'},"
                      "{'role':'assistant','content':'A','weight':0}]}");
}

static void
test_tools (void)
{
  static const char *recipe =
    HEAD "'turns': {'array': 'c', 'role': 'from', 'text': 'value', 'roles': {'human': 'user', "
    "'gpt': 'assistant', 'function_call': 'tool-call', 'observation': 'tool'}}, 'tools': 'tools'}";

  recipe_test_assert (recipe,
                      "{'c':[{'from':'human','value':'Q'},"
                      "{'from':'function_call','value':'{\\'name\\':\\'f\\',\\'arguments\\':{\\'x\\':1}}'},"
                      "{'from':'observation','value':'2'},{'from':'gpt','value':'A'}],"
                      "'tools':'[{\\'name\\':\\'f\\',\\'parameters\\':{}}]'}",
                      "{'messages':[{'role':'user','content':'Q'},"
                      "{'role':'assistant','tool_calls':[{'id':'call_1','type':'function','function':"
                      "{'name':'f','arguments':'{\\'x\\':1}'}}]},"
                      "{'role':'tool','tool_call_id':'call_1','content':'2'},"
                      "{'role':'assistant','content':'A'}],"
                      "'tools':[{'type':'function','function':{'name':'f','parameters':{}}}]}");
  /* What is no call is what the assistant says. */
  recipe_test_assert (recipe, "{'c':[{'from':'human','value':'Q'},{'from':'function_call','value':'A'}],"
                      "'tools':''}", CHAT ("Q", "A"));
}

static void
test_preference (void)
{
#define PREFERENCE(q, p, r)                                                                        \
  "{'input':{'messages':[{'role':'user','content':'" q "'}]},"                                     \
  "'preferred_output':[{'role':'assistant','content':'" p "'}],"                                   \
  "'non_preferred_output':[{'role':'assistant','content':'" r "'}]}"

  recipe_test_assert (HEAD "'target': 'preference', 'input': '{prompt}', 'preferred': '{chosen}', "
                      "'rejected': '{rejected}'}",
                      "{'prompt':'Q','chosen':'P','rejected':'R'}", PREFERENCE ("Q", "P", "R"));
  recipe_test_assert (HEAD "'target': 'preference', "
                      "'input': {'array': 'chosen', 'take': 'all-but-last'}, "
                      "'preferred': {'array': 'chosen', 'take': 'last'}, "
                      "'rejected': {'array': 'rejected', 'take': 'last'}}",
                      "{'chosen':[{'role':'user','content':'Q'},{'role':'assistant','content':'P'}],"
                      "'rejected':[{'role':'user','content':'Q'},{'role':'assistant','content':'R'}]}",
                      PREFERENCE ("Q", "P", "R"));
  recipe_test_assert (HEAD "'target': 'preference', 'input': '{prompt}', 'preferred': '{chosen}', "
                      "'rejected': '{rejected}'}", "{'prompt':'Q','chosen':'P'}", MISSING_FIELD);
}

static void
test_pass (void)
{
  static const char *chat = "{'id': 1, 'messages': [{'role': 'user', 'content': 'Q'}] }";

  /* As it is written, members that nobody knows included. */
  recipe_test_assert ("{'attune-recipe': 1}", chat, chat);
  recipe_test_assert ("{'attune-recipe': 1}", "{'prompt':'p', 'completion':'c'}",
                      "{'prompt':'p', 'completion':'c'}");
  recipe_test_assert ("{'attune-recipe': 1}", "{'q':'x'}", UNKNOWN_SHAPE);
  recipe_test_assert ("{'attune-recipe': 1}", "[1]", NOT_OBJECT);
  recipe_test_assert ("{'attune-recipe': 1}", "7", NOT_OBJECT);
  recipe_test_assert (HEAD "'where': [{'field': 'id', 'greater': 1}]}", chat, "");

  /* With something added to each. */
  recipe_test_assert (HEAD "'system': 'S'}", "{'id':1,'messages':[{'role':'user','content':'Q'},"
                      "{'role':'assistant','content':'A'}]}",
                      "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'Q'},"
                      "{'role':'assistant','content':'A'}],'id':1}");
  recipe_test_assert (HEAD "'trim': true}", "{'prompt':' p ','completion':'c'}",
                      "{'prompt':'p','completion':'c'}");
  recipe_test_assert (HEAD "'each': 'all'}", "{'all':[{'prompt':'p','completion':'c'},"
                      "{'prompt':'p','completion':'d'}]}",
                      "{'prompt':'p','completion':'c'}\n{'prompt':'p','completion':'d'}");
}

static void
test_rows (void)
{
  AttuneRecord record = { .line = 2, .text = "x", .length = 1, .problem = ATTUNE_ISSUE_RAGGED_ROW };
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autofree char *line = NULL;

  recipe_test_assert_row (HEAD PAIR, "id|q|a", "1|问|答", CHAT ("问", "答"));
  recipe_test_assert_row (HEAD PAIR, "id|q|b", "1|问|答", MISSING_FIELD);
  recipe_test_assert_row ("{'attune-recipe': 1}", "q|a", "x|y", UNKNOWN_SHAPE);
  recipe_test_assert_row (HEAD "'where': [{'field': 'n', 'at-least': 2}], " PAIR, "q|a|n", "x|y|10", CHAT ("x", "y"));
  recipe_test_assert_row (HEAD "'where': [{'field': 'n', 'exists': true}], " PAIR, "q|a|n", "x|y|", "");
  recipe_test_assert_row (HEAD "'turns': {'array': 'messages'}, 'tools': 'tools'}", "messages|tools",
                          "[{\"role\":\"user\",\"content\":\"Q\"},{\"role\":\"assistant\",\"content\":\"A\"}]|",
                          CHAT ("Q", "A"));
  recipe_test_assert_row (HEAD "'each': 'as', 'user': '{q.t}', 'assistant': '{each[0]}'}", "q|as",
                          "{\"t\":\"Q\"}|[[\"x\"],[\"y\"]]", CHAT ("Q", "x") "\n" CHAT ("Q", "y"));

  /* What could not be read is no example. */
  line = recipe_test_map (recipe, &record);
  g_assert_cmpstr (line, ==, "!6");
}

/* A turn that is just a field points into the record. */
static void
test_no_copy (void)
{
  static const char *text = "{\"q\":\"question\",\"a\":\"answer\"}";
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (HEAD PAIR);
  g_autoptr(AttuneMapper) mapper = attune_mapper_new (recipe);
  yyjson_doc *document = yyjson_read (text, strlen (text), ATTUNE_READ_FLAGS);
  AttuneRecord record = { .line = 1, .text = text, .length = strlen (text),
                          .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_RAGGED_ROW,
                          .root = yyjson_doc_get_root (document) };
  g_auto(AttuneDraft) draft = { 0 };

  attune_draft_init (&draft);
  attune_mapper_begin (mapper, &record);
  g_assert_true (attune_mapper_next (mapper, &draft));
  g_assert_true (attune_draft_get_turn (&draft, 1)->text.bytes ==
                 yyjson_get_str (yyjson_obj_get (record.root, "a")));
  g_assert_cmpuint (draft.issues, ==, attune_issue_bit (ATTUNE_ISSUE_RAGGED_ROW));
  g_assert_false (attune_mapper_next (mapper, &draft));
  g_assert_false (attune_mapper_next (mapper, &draft));

  yyjson_doc_free (document);
}

/* A mapper is made of the recipe as it was. */
static void
test_compiled (void)
{
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (HEAD PAIR);
  g_autoptr(AttuneMapper) mapper = attune_mapper_new (recipe);
  static const char *text = "{\"q\":\"Q\",\"a\":\"A\"}";
  yyjson_doc *document = yyjson_read (text, strlen (text), ATTUNE_READ_FLAGS);
  AttuneRecord record = { .line = 1, .text = text, .length = strlen (text),
                          .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_NONE,
                          .root = yyjson_doc_get_root (document) };
  g_auto(AttuneDraft) draft = { 0 };

  attune_recipe_set_question_field (recipe, "gone");
  attune_draft_init (&draft);
  attune_mapper_begin (mapper, &record);
  g_assert_true (attune_mapper_next (mapper, &draft));
  g_assert_cmpint (draft.problem, ==, ATTUNE_ISSUE_NONE);
  yyjson_doc_free (document);
}

/* So deep that a function which calls itself would run out of stack. */
static void
test_deep_values (void)
{
  g_autoptr(GString) deep = g_string_new (NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (HEAD PAIR);
  g_autofree char *lines = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (deep, '[');

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (deep, ']');

  g_string_printf (text, "{\"q\":%s,\"a\":{\"x\":%s}}", deep->str, deep->str);
  lines = recipe_test_map_json (recipe, text->str);
  g_assert_nonnull (strstr (lines, "[[[["));
}

/* Many members, many items: what is looked for, compared or put together for each takes no longer
 * than both together, and what would be endless has an end. */
static void
test_many_items (void)
{
  static const char *text =
    HEAD "'each': 'items', 'where': [{'field': 'long', 'contains': 'xy'}, {'field': 'each', 'not-equals': 'n'}], "
    "'user': '{q}', 'assistant': '{long}'}";
  g_autoptr(GString) json = g_string_new ("{\"long\":\"");
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (text);
  g_autoptr(AttuneMapper) mapper = attune_mapper_new (recipe);
  g_auto(AttuneDraft) draft = { 0 };
  gint64 begin = attune_test_get_cpu_time ();
  AttuneRecord record = { .line = 1, .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_NONE };
  AttuneIssueKind last_problem = ATTUNE_ISSUE_NONE;
  yyjson_doc *document;
  guint n_drafts = 0;

  for (guint i = 0; i < 4000; i++)
    g_string_append (json, "xxxxxxxxxxxxxxxx");

  g_string_append (json, "y\"");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (json, ",\"m%u\":1", i);

  g_string_append (json, ",\"q\":\"Q\",\"items\":[0");

  for (guint i = 0; i < 100000; i++)
    g_string_append (json, ",1");

  g_string_append (json, "]}");
  document = yyjson_read (json->str, json->len, ATTUNE_READ_FLAGS);
  record.text = json->str;
  record.length = json->len;
  record.root = yyjson_doc_get_root (document);
  attune_draft_init (&draft);
  attune_mapper_begin (mapper, &record);

  for (; attune_mapper_next (mapper, &draft); n_drafts++)
    last_problem = draft.problem;

  g_assert_cmpint (last_problem, ==, ATTUNE_ISSUE_TOO_LARGE);
  g_assert_cmpuint (n_drafts, ==, 2 * ATTUNE_MAX_RECORD / 64002 + 2);
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 5 * G_USEC_PER_SEC);
  yyjson_doc_free (document);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Mapper/fields", test_fields);
  g_test_add_func ("/Attune/Mapper/paths", test_paths);
  g_test_add_func ("/Attune/Mapper/numbers", test_numbers);
  g_test_add_func ("/Attune/Mapper/quoted-names", test_quoted_names);
  g_test_add_func ("/Attune/Mapper/templates", test_templates);
  g_test_add_func ("/Attune/Mapper/system", test_system);
  g_test_add_func ("/Attune/Mapper/items", test_items);
  g_test_add_func ("/Attune/Mapper/nested-items", test_nested_items);
  g_test_add_func ("/Attune/Mapper/history", test_history);
  g_test_add_func ("/Attune/Mapper/dialogues", test_dialogues);
  g_test_add_func ("/Attune/Mapper/long-dialogue", test_long_dialogue);
  g_test_add_func ("/Attune/Mapper/labels", test_labels);
  g_test_add_func ("/Attune/Mapper/tree", test_tree);
  g_test_add_func ("/Attune/Mapper/conditions", test_conditions);
  g_test_add_func ("/Attune/Mapper/hostile-pattern", test_hostile_pattern);
  g_test_add_func ("/Attune/Mapper/turns", test_turns);
  g_test_add_func ("/Attune/Mapper/tools", test_tools);
  g_test_add_func ("/Attune/Mapper/preference", test_preference);
  g_test_add_func ("/Attune/Mapper/pass", test_pass);
  g_test_add_func ("/Attune/Mapper/rows", test_rows);
  g_test_add_func ("/Attune/Mapper/no-copy", test_no_copy);
  g_test_add_func ("/Attune/Mapper/compiled", test_compiled);
  g_test_add_func ("/Attune/Mapper/deep-values", test_deep_values);
  g_test_add_func ("/Attune/Mapper/many-items", test_many_items);

  return g_test_run ();
}
