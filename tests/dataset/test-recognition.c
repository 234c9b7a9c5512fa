/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-recognition"

#include "config.h"

#include "dataset-test.h"
#include "recipe-test.h"

#include "attune-recipe-library.h"
#include "attune-recognition.h"

#define CHAT(q, a) "{'messages':[{'role':'user','content':'" q "'},{'role':'assistant','content':'" a "'}]}"
#define PREFERENCE                                                                                \
  "{'input':{'messages':[{'role':'user','content':'Q'}]},"                                        \
  "'preferred_output':[{'role':'assistant','content':'P'}],"                                      \
  "'non_preferred_output':[{'role':'assistant','content':'R'}]}"

/* Text in apostrophes becomes JSON. Each record is written twice, as a file of JSON lines. */
static AttuneRecognition *
recognise (Fixture    *f,
           const char *name,
           const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autofree char *lines = g_strconcat (quoted, "\n", g_str_has_suffix (name, ".jsonl") ? quoted : "", "\n",
                                        NULL);
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GError) error = NULL;
  AttuneRecognition *self;

  reader = dataset_test_open_reader (dataset_test_write (f, name, lines),
                                     ATTUNE_FORMAT_UNKNOWN, &error);
  g_assert_no_error (error);
  self = attune_recognition_new (reader, NULL, &error);
  g_assert_no_error (error);

  return self;
}

/* Asserts which shipped recipe a record is recognised by, and what that makes of it. */
static void
assert_shape (Fixture    *f,
              const char *title,
              const char *record,
              const char *expected)
{
  g_autoptr(AttuneRecognition) self = recognise (f, "data.jsonl", record);
  g_autofree char *json = g_strdelimit (g_strdup (record), "'", '"');
  g_autofree char *expected_json = g_strdelimit (g_strdup (expected), "'", '"');
  g_autofree char *lines = recipe_test_map_json (self->recipe, json);

  g_assert_cmpstr (attune_recipe_get_name (self->recipe), ==, title);
  g_assert_cmpfloat (self->confidence, ==, 1.0);
  g_assert_cmpstr (lines, ==, expected_json);
}

static void
test_shapes (Fixture       *f,
             gconstpointer  data)
{
  static const char *vision =
    "{'messages':[{'role':'developer','content':'D'},{'role':'user','content':[{'type':'text','text':'Q'},"
    "{'type':'image_url','image_url':{'url':'https://example.org/x.png'}}]},{'role':'assistant','tool_calls':"
    "[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'1'},{'role':'assistant','content':'A','weight':1}],"
    "'tools':[{'type':'function','function':{'name':'f'}}]}";

  assert_shape (f, "OpenAI Chat", vision, vision);
  assert_shape (f, "Prompt and Completion", "{'prompt':'Q ->','completion':' A END'}",
                "{'prompt':'Q ->','completion':' A END'}");
  assert_shape (f, "OpenAI Preference Pairs", PREFERENCE, PREFERENCE);
  assert_shape (f, "OpenAI Preference Pairs",
                "{'input':{'messages':[{'role':'user','content':'Q'}]},"
                "'preferred_completion':[{'role':'assistant','content':'P'}],"
                "'non_preferred_completion':[{'role':'assistant','content':'R'}]}", PREFERENCE);
  assert_shape (f, "Chosen and Rejected Texts", "{'prompt':'Q','chosen':'P','rejected':'R'}", PREFERENCE);
  assert_shape (f, "Prompt with Chosen and Rejected Messages",
                "{'prompt':[{'role':'user','content':'Q'}],'chosen':[{'role':'assistant','content':'P'}],"
                "'rejected':[{'role':'assistant','content':'R'}]}", PREFERENCE);
  assert_shape (f, "Chosen and Rejected Conversations",
                "{'prompt':'Q','chosen':[{'role':'user','content':'Q'},{'role':'assistant','content':'P'}],"
                "'rejected':[{'role':'user','content':'Q'},{'role':'assistant','content':'R'}]}", PREFERENCE);
  assert_shape (f, "Alpaca", "{'instruction':'Q','input':'','output':'A'}", CHAT ("Q", "A"));
  assert_shape (f, "Alpaca", "{'instruction':'Q','input':'I','output':'A'}", CHAT ("Q\\n\\nI", "A"));
  assert_shape (f, "Alpaca", "{'instruction':'Q','input':'','output':'A','history':[]}", CHAT ("Q", "A"));
  assert_shape (f, "Alpaca", "{'instruction':'Q','output':'A','history':null}", CHAT ("Q", "A"));
  assert_shape (f, "Alpaca",
                "{'instruction':'Q','input':'I','output':'A','system':'S','history':[['1','2'],['3','4']]}",
                "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'1'},"
                "{'role':'assistant','content':'2'},{'role':'user','content':'3'},"
                "{'role':'assistant','content':'4'},{'role':'user','content':'Q\\n\\nI'},"
                "{'role':'assistant','content':'A'}]}");
  assert_shape (f, "Chosen and Rejected Dialogues",
                "{'chosen':'\\n\\nHuman: Q\\n\\nAssistant: P','rejected':'\\n\\nHuman: Q\\n\\nAssistant: R'}",
                PREFERENCE);
  assert_shape (f, "Chosen and Rejected Dialogues",
                "{'prompt':'\\n\\nHuman: Q\\n\\nAssistant:','chosen':'\\n\\nHuman: Q\\n\\nAssistant: P',"
                "'rejected':'\\n\\nHuman: Q\\n\\nAssistant: R'}", PREFERENCE);
  assert_shape (f, "Dialogue with Chosen and Rejected Answers",
                "{'prompt':'\\n\\nHuman: Q\\n\\nAssistant:','chosen':' P','rejected':' R'}", PREFERENCE);
  assert_shape (f, "Dialogue with Chosen and Rejected Answers",
                "{'prompt':'Human: 1\\n\\nAssistant: 2\\n\\nHuman: Q\\n\\nAssistant: ','chosen':'P','rejected':'R'}",
                "{'input':{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
                "{'role':'user','content':'Q'}]},'preferred_output':[{'role':'assistant','content':'P'}],"
                "'non_preferred_output':[{'role':'assistant','content':'R'}]}");
  assert_shape (f, "Dialogues in One Text", "{'text':'### Human: Q### Assistant: A'}", CHAT ("Q", "A"));
  assert_shape (f, "Dialogues in One Text",
                "{'text':'### Human: 1\\n### Assistant: 2### Human: Q\\n\\n### Assistant: A\\n'}",
                "{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
                "{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]}");
  assert_shape (f, "Instructions in One Text",
                "{'text':'Below is an instruction that describes a task. Write a response.\\n\\n### Instruction:\\nQ"
                "\\n\\n### Response:\\nA'}", CHAT ("Q", "A"));
  assert_shape (f, "Dialogues for Llama 2", "{'text':'<s>[INST] Q [/INST] A </s>'}", CHAT ("Q", "A"));
  assert_shape (f, "Dialogues for Llama 2", "{'text':'<s>[INST] 1 [/INST] 2 </s><s>[INST] Q [/INST] A </s>'}",
                "{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
                "{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]}");
  assert_shape (f, "Dialogues in ChatML",
                "{'text':'<|im_start|>system\\nS<|im_end|>\\n<|im_start|>user\\nQ<|im_end|>\\n<|im_start|>assistant\\nA"
                "<|im_end|>\\n'}",
                "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'Q'},"
                "{'role':'assistant','content':'A'}]}");
  assert_shape (f, "SQuAD",
                "{'title':'T','paragraphs':[{'context':'C','qas':[{'id':'1','question':'Q',"
                "'answers':[{'text':'A','answer_start':0},{'text':'B'}]},{'question':'R','answers':[]}]},"
                "{'context':'D','qas':[{'question':'R','answers':[{'text':'B'}]}]}]}",
                CHAT ("C\\n\\nQ", "A") "\n" CHAT ("D\\n\\nR", "B"));
  assert_shape (f, "SQuAD in Rows",
                "{'id':'1','title':'T','context':'C','question':'Q','answers':{'text':['A','B'],'answer_start':[0,1]}}",
                CHAT ("C\\n\\nQ", "A"));
  assert_shape (f, "ShareGPT", "{'id':'1','conversations':[{'from':'human','value':'Q'},"
                "{'from':'gpt','value':'A'}]}", CHAT ("Q", "A"));
  assert_shape (f, "ShareGPT", "{'dialog':[{'from':'user','value':'Q'},{'from':'assistant','value':'A'}]}",
                CHAT ("Q", "A"));
  assert_shape (f, "Conversations with Roles",
                "{'conversations':[{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]}",
                CHAT ("Q", "A"));
  assert_shape (f, "Conversations in Pairs", "{'conversation':[{'human':'Q','assistant':'A'}]}",
                CHAT ("Q", "A"));
  assert_shape (f, "Conversations in Pairs", "{'system':'S','dialog':[{'question':'Q','answer':'A'}]}",
                "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'Q'},"
                "{'role':'assistant','content':'A'}]}");
  assert_shape (f, "ChatGPT Export",
                "{'title':'T','mapping':{'d':{'message':{'author':{'role':'assistant'},'content':{'parts':['A']}},'parent':'c'},"
                "'r':{'message':null,'parent':null},'s':{'message':{'author':{'role':'system'},'content':{'parts':['']}},"
                "'parent':'r'},'c':{'message':{'author':{'role':'user'},'content':{'parts':['Q']}},'parent':'s'},"
                "'x':{'message':{'author':{'role':'assistant'},'content':{'parts':['another']}},'parent':'c'}},"
                "'current_node':'d'}", CHAT ("Q", "A"));
  assert_shape (f, "Gemini Contents",
                "{'systemInstruction':{'parts':[{'text':'S'}]},'contents':[{'role':'user','parts':[{'text':'Q'}]},"
                "{'role':'model','parts':[{'text':'A'}]}]}",
                "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'Q'},"
                "{'role':'assistant','content':'A'}]}");
  assert_shape (f, "Intents with Patterns and Responses",
                "{'tag':'t','patterns':['Q','R'],'responses':['A','B'],'context':['']}",
                CHAT ("Q", "A") "\n" CHAT ("R", "A"));
  assert_shape (f, "Lists of Messages",
                "[{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]", CHAT ("Q", "A"));
  assert_shape (f, "Huatuo", "{'questions':'Q','answers':'A'}", CHAT ("Q", "A"));
  assert_shape (f, "Huatuo", "{'questions':['Q','R'],'answers':['A']}", CHAT ("Q", "A"));
  assert_shape (f, "Huatuo", "{'questions':[['Q','R']],'answers':['A','B']}", CHAT ("Q", "A"));
  assert_shape (f, "Chinese Psychological QA",
                "{'ques_info':{'title':'T','content':'C'},'answers_info':["
                "{'content':'A','recommend_flag':'推荐'},{'content':'B','recommend_flag':'普通'}]}",
                CHAT ("TC", "A"));
  assert_shape (f, "Emotional First Aid (efaqa)",
                "{'title':'T','chats':[{'sender':'audience','value':'A','label':{'knowledge':true,"
                "'negative':false}},{'sender':'owner','value':'B','label':{'negative':false}}]}",
                CHAT ("T", "A"));
  assert_shape (f, "Plain Text", "{'text':'T'}", "{'prompt':'','completion':'T'}");
  assert_shape (f, "OpenAI Chat in a Column", "{'messages':'[{\\'role\\':\\'user\\',\\'content\\':\\'Q\\'},"
                "{\\'role\\':\\'assistant\\',\\'content\\':\\'A\\'}]'}", CHAT ("Q", "A"));
}

/* What is known of records is known of those as well that are wrapped in something. */
static void
test_wrapped (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneRecognition) named = NULL;
  g_autoptr(AttuneRecognition) whole = NULL;
  g_autoptr(AttuneRecognition) alone = NULL;

  assert_shape (f, "Alpaca",
                "{'row_idx':0,'row':{'instruction':'Q','output':'A','history':[['1','2']]},'truncated_cells':[]}",
                "{'messages':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},"
                "{'role':'user','content':'Q'},{'role':'assistant','content':'A'}]}");
  assert_shape (f, "OpenAI Chat",
                "{'row':{'messages':[{'role':'user','content':'Q'},{'role':'assistant','content':'A','weight':1}],"
                "'tools':[{'type':'function','function':{'name':'f'}}]}}",
                "{'messages':[{'role':'user','content':'Q'},{'role':'assistant','content':'A','weight':1}],"
                "'tools':[{'type':'function','function':{'name':'f'}}]}");
  assert_shape (f, "Prompt and Completion", "{'row':{'prompt':'Q','completion':'A'}}",
                "{'prompt':'Q','completion':'A'}");
  assert_shape (f, "OpenAI Preference Pairs", "{'row':" PREFERENCE "}", PREFERENCE);
  assert_shape (f, "SQuAD", "{'_source':{'paragraphs':[{'context':'C','qas':[{'question':'Q','answers':[{'text':'A'}]}]}]}}",
                CHAT ("C\\n\\nQ", "A"));
  assert_shape (f, "Chinese Psychological QA",
                "{'a row':{'ques_info':{'title':'T'},'answers_info':[{'content':'A','recommend_flag':'推荐'},"
                "{'content':'B','recommend_flag':'普通'}]}}", CHAT ("T", "A"));

  /* By the usual names, too; a single member that holds all is no text. */
  named = recognise (f, "data.jsonl", "{'row_idx':0,'row':{'Question':'Q','Answer':'A','id':1}}");
  g_assert_cmpstr (attune_recipe_get_template (named->recipe, ATTUNE_RECIPE_QUESTION)[0], ==, "{row.Question}");
  g_assert_cmpstr (attune_recipe_get_template (named->recipe, ATTUNE_RECIPE_ANSWER)[0], ==, "{row.Answer}");
  alone = recognise (f, "data.jsonl", "{'fields':{'问题':'Q','回答':'A'}}");
  g_assert_cmpstr (attune_recipe_get_template (alone->recipe, ATTUNE_RECIPE_ANSWER)[0], ==, "{fields.回答}");

  /* What the record has itself counts first. */
  whole = recognise (f, "data.jsonl", "{'question':'Q','answer':'A','meta':{'instruction':'x','output':'y'}}");
  g_assert_cmpstr (attune_recipe_get_answer_field (whole->recipe), ==, "answer");
}

/* The documents in which such records come: where they are is found, too. */
static void
test_documents (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneRecognition) squad =
    recognise (f, "squad.json", "{'version':'1.1','data':[{'title':'T','paragraphs':[{'context':'C','qas':["
                                "{'question':'Q','id':'1','answers':[{'text':'A','answer_start':0}]}]}]}]}");
  g_autoptr(AttuneRecognition) rows =
    recognise (f, "rows.json", "{'features':[{'feature_idx':0,'name':'q'}],'rows':[{'row_idx':0,'row':"
                               "{'instruction':'Q','output':'A'}},{'row_idx':1,'row':{'instruction':'R','output':'B'}}]}");

  g_assert_cmpstr (attune_recipe_get_name (squad->recipe), ==, "SQuAD");
  g_assert_cmpfloat (squad->confidence, ==, 1.0);
  g_assert_cmpstr (attune_recipe_get_name (rows->recipe), ==, "Alpaca");
  g_assert_cmpfloat (rows->confidence, ==, 1.0);
}

static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttuneRecognition) self = recognise (f, "data.csv", "编号,问题,回答\n1,q,a");
  g_autoptr(AttuneRecognition) alone = recognise (f, "data.csv", "Lines\nx");
  g_autoptr(AttuneRecognition) unknown = recognise (f, "data.jsonl", "{'x':1,'y':2,'z':3}");
  g_autoptr(AttuneRecognition) mixed = recognise (f, "data.jsonl", "{'question':'Q','answer':'A','date':1}");
  g_autoptr(AttuneRecognition) labelled = recognise (f, "data.jsonl", "{'text':'T','label':'L'}");
  g_autoptr(AttuneRecognition) odd = recognise (f, "data.jsonl", "{'question':'Q'}\n{'text':'T'}");
  g_autofree char *left_over = g_strjoinv (" ", self->left_over);

  g_assert_cmpstr (attune_recipe_get_question_field (self->recipe), ==, "问题");
  g_assert_cmpstr (attune_recipe_get_answer_field (self->recipe), ==, "回答");
  g_assert_cmpfloat (self->confidence, ==, 0.0);
  g_assert_cmpstr (left_over, ==, "编号");

  g_assert_cmpint (attune_recipe_get_target (alone->recipe), ==, ATTUNE_EXAMPLE_COMPLETION);
  g_assert_cmpstr (attune_recipe_get_answer_field (alone->recipe), ==, "Lines");
  g_assert_true (attune_recipe_passes_examples (unknown->recipe));
  g_assert_cmpuint (g_strv_length (unknown->left_over), ==, 3);
  g_assert_cmpstr (attune_recipe_get_answer_field (mixed->recipe), ==, "answer");
  g_assert_cmpstr (mixed->left_over[0], ==, "date");
  g_assert_null (mixed->left_over[1]);
  g_assert_cmpstr (attune_recipe_get_answer_field (labelled->recipe), ==, "label");

  /* One that fits half of the records is taken, and says so. */
  g_assert_cmpstr (attune_recipe_get_name (odd->recipe), ==, "Plain Text");
  g_assert_cmpfloat (odd->confidence, ==, 0.5);
}

static void
test_left_over (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneRecognition) self =
    recognise (f, "data.jsonl", "{'ques_info':{},'answers_info':[],'labels_info':[],'each':1}");

  g_assert_cmpstr (attune_recipe_get_name (self->recipe), ==, "Chinese Psychological QA");
  g_assert_cmpstr (self->left_over[0], ==, "labels_info");
  g_assert_cmpstr (self->left_over[1], ==, "each");
  g_assert_null (self->left_over[2]);
}

static AttuneFieldInfo *
find_field (AttuneSurvey *survey,
            const char   *path)
{
  GPtrArray *fields = attune_survey_get_fields (survey);

  for (guint i = 0; i < fields->len; i++)
    {
      AttuneFieldInfo *info = g_ptr_array_index (fields, i);

      if (strcmp (info->path, path) == 0)
        return info;
    }

  g_test_fail_printf ("no field %s", path);

  return NULL;
}

static void
test_survey (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneRecognition) self =
    recognise (f, "data.jsonl", "{'a':{'b.c':' ','n':null},'list':[{'t':'x','deep':[[1]]}],'json':'{\\'k\\':true}'}");
  AttuneFieldInfo *info;

  g_assert_cmpuint (attune_survey_get_n_records (self->survey), ==, 2);
  info = find_field (self->survey, "a");
  g_assert_cmpuint (info->types, ==, ATTUNE_VALUE_OBJECT);
  g_assert_cmpuint (info->n_records, ==, 2);
  g_assert_null (info->array);

  info = find_field (self->survey, "a['b.c']");
  g_assert_cmpuint (info->types, ==, ATTUNE_VALUE_TEXT);
  g_assert_null (info->example);

  info = find_field (self->survey, "list[0].t");
  g_assert_cmpstr (info->array, ==, "list");
  g_assert_cmpstr (info->item_path, ==, "each.t");
  g_assert_cmpstr (find_field (self->survey, "list[0].deep[0]")->each, ==, "list[].deep[]");
  g_assert_cmpstr (find_field (self->survey, "list")->each, ==, "list");
  g_assert_cmpstr (info->example, ==, "x");

  info = find_field (self->survey, "list[0].deep[0][0]");
  g_assert_cmpuint (info->types, ==, ATTUNE_VALUE_NUMBER);
  g_assert_cmpstr (info->array, ==, "list[0].deep[0]");
  g_assert_cmpstr (info->example, ==, "1");

  info = find_field (self->survey, "json.k");
  g_assert_cmpuint (info->types, ==, ATTUNE_VALUE_BOOLEAN);
  find_field (self->survey, "a.n");
}

/* However many names and records there are, a survey stays small. */
static void
test_survey_bounds (void)
{
  g_autoptr(AttuneSurvey) self = attune_survey_new (NULL);
  guint n_added = 0;
  gboolean is_going_on = TRUE;

  while (is_going_on)
    {
      g_autofree char *text = g_strdup_printf ("{\"name %u\":[[[[[[[[[[[[{\"x\":1}]]]]]]]]]]]]}", n_added++);
      AttuneRecord record = { .line = 1, .text = text, .length = strlen (text) * 20,
                              .problem = ATTUNE_ISSUE_NONE };
      yyjson_doc *document = yyjson_read (text, strlen (text), ATTUNE_READ_FLAGS);

      record.root = yyjson_doc_get_root (document);
      is_going_on = attune_survey_add (self, &record);
      yyjson_doc_free (document);
    }

  g_assert_cmpuint (n_added, <=, 400);
  g_assert_cmpuint (attune_survey_get_fields (self)->len, <=, 500);
}

static void
assert_shown (const char *strings,
              const char *text)
{
  g_autofree char *entry = g_strdup_printf ("\nN_(\"%s\")\n", text);

  if (strstr (strings, entry) == NULL)
    g_test_fail_printf ("data/recipes/strings.h lacks: %s", text);
}

/* What comes with Attune is complete, survives being written, and is shown to the translators. */
static void
test_library (void)
{
  g_autoptr(GPtrArray) recipes = attune_recipe_library_list ();
  g_autofree char *path = NULL;
  g_autofree char *strings = NULL;
  g_autoptr(GError) error = NULL;

  path = g_test_build_filename (G_TEST_DIST, "..", "data", "recipes", "strings.h", NULL);
  g_file_get_contents (path, &strings, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (recipes->len, ==, 27);
  g_assert_null (attune_recipe_library_get ("none"));

  for (guint i = 0; i < recipes->len; i++)
    {
      AttuneRecipe *recipe = g_ptr_array_index (recipes, i);
      g_autoptr(AttuneRecipe) again = NULL;
      g_autofree char *json = attune_recipe_to_json (recipe);

      again = attune_recipe_new_from_json (json, -1, "again", &error);
      g_assert_no_error (error);
      g_assert_true (attune_recipe_equal (recipe, again));
      g_assert_true (attune_recipe_is_complete (recipe));
      assert_shown (strings, attune_recipe_get_name (recipe));
      assert_shown (strings, attune_recipe_get_description (recipe));
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Recognition/library", test_library);
  dataset_test_add ("/Attune/Recognition/shapes", test_shapes);
  dataset_test_add ("/Attune/Recognition/wrapped", test_wrapped);
  dataset_test_add ("/Attune/Recognition/documents", test_documents);
  dataset_test_add ("/Attune/Recognition/names", test_names);
  dataset_test_add ("/Attune/Recognition/left-over", test_left_over);
  dataset_test_add ("/Attune/Recognition/survey", test_survey);
  g_test_add_func ("/Attune/Recognition/survey-bounds", test_survey_bounds);

  return g_test_run ();
}
