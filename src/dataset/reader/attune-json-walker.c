/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-walker"

#include "config.h"

#include <string.h>

#include "attune-json-lexer.h"
#include "attune-json-walker.h"
#include "attune-record.h"

/* Arrays further inside are parts of records, and nobody chooses among more than this. */
#define MAX_DEPTH 8
#define MAX_ARRAYS 1000
#define MAX_PATH_LENGTH 1024

/* Whoever has more objects that look like columns has something else. */
#define MAX_CANDIDATES 64

/* An object or array around the current place. */
typedef struct
{
  gboolean         is_object;
  gsize            path_length;   /* of its own path */
  AttuneJsonArray *array;         /* what counts its elements; NULL when there is no room */

  /* Of an object: whether its members are columns. */
  guint64          n_lists;       /* members that are arrays … */
  guint64          n_objects;     /* … objects … */
  guint64          n_others;      /* … and neither */
  gboolean         has_column;    /* the first element of the first member shows one */
} Frame;

typedef struct
{
  const char *begin;
  const char *text;      /* where it is */
  const char *end;
  const char *counted;   /* lines up to here are in @line */
  guint64     line;
  GString    *path;
  Frame       frames[MAX_DEPTH];
  guint       depth;
  GPtrArray  *arrays;
  GPtrArray  *candidates;   /* those of @arrays that are objects whose members may be columns */
} Walker;

static void
skip_space (Walker *self)
{
  while (self->text < self->end &&
         (g_ascii_isspace (*self->text) || *self->text == '\xef' || *self->text == '\xbb' ||
          *self->text == '\xbf'))
    self->text++;
}

/* Returns the name at the current place as a part of a path, or NULL when there is none. */
static char *
take_name (Walker *self)
{
  AttuneJsonLexer lexer = { .is_in_string = TRUE };
  const char *begin = self->text + 1;
  const char *end = begin;
  g_autoptr(GString) name = g_string_new (NULL);
  AttuneJsonEvent event;

  if (self->text == self->end || *self->text != '"')
    return NULL;

  /* The lexer stops at nothing inside the string, and one character behind it is enough. */
  while (end < self->end && lexer.is_in_string)
    {
      const char *quote = memchr (end, '"', self->end - end);
      const char *stop = quote != NULL ? quote + 1 : self->end;

      end = attune_json_lexer_next (&lexer, end, stop, &event);
    }

  if (lexer.is_in_string)
    return NULL;

  self->text = end;
  skip_space (self);

  if (self->text == self->end || *self->text != ':')
    return NULL;

  self->text++;

  for (const char *c = begin; c < end - 1; c++)
    {
      if (*c == '.' || *c == '*' || *c == '$')
        g_string_append_c (name, '\\');

      g_string_append_c (name, *c);
    }

  return g_string_free_and_steal (g_steal_pointer (&name));
}

static AttuneJsonArray *
add_array (Walker   *self,
           gboolean  is_object)
{
  const char *path = self->path->len > 0 ? self->path->str : ATTUNE_JSON_ROOT;
  AttuneJsonArray *array;

  if (self->arrays->len == MAX_ARRAYS || self->path->len > MAX_PATH_LENGTH)
    return NULL;

  self->line += attune_text_count_lines (self->counted, self->text - self->counted, self->end);
  self->counted = self->text;

  array = g_new0 (AttuneJsonArray, 1);
  array->path = is_object ? g_strconcat (path, ".*", NULL) : g_strdup (path);
  array->is_object = is_object;
  array->has_objects = TRUE;
  array->offset = self->text - self->begin;
  array->line = self->line;
  g_ptr_array_add (self->arrays, array);

  return array;
}

static void
enter (Walker   *self,
       gboolean  is_object)
{
  Frame *frame = &self->frames[self->depth++];

  *frame = (Frame) { .is_object = is_object, .path_length = self->path->len };
  frame->array = add_array (self, is_object);
}

/* An object is left, or the window ends in it. To see the rest of a large one takes a while, so its
 * beginning must show that it is worth it. */
static void
add_candidate (Walker      *self,
               const Frame *frame)
{
  guint64 n_columns = MAX (frame->n_lists, frame->n_objects);

  if (!frame->is_object || frame->array == NULL || frame->n_others > 0 ||
      MIN (frame->n_lists, frame->n_objects) > 0 || self->candidates->len == MAX_CANDIDATES)
    return;

  if (frame->array->is_complete ? n_columns >= 2 : n_columns >= 1 && frame->has_column)
    g_ptr_array_add (self->candidates, frame->array);
}

static void
leave (Walker *self)
{
  Frame *frame = &self->frames[--self->depth];

  if (frame->array != NULL)
    frame->array->is_complete = TRUE;

  add_candidate (self, frame);
  self->text++;
}

/* Passes over a value that is not entered. FALSE when it does not end in the window. */
static gboolean
skip_value (Walker *self)
{
  gboolean is_nested = *self->text == '{' || *self->text == '[';
  AttuneJsonLexer lexer = { 0 };
  AttuneJsonEvent event;

  do
    self->text = attune_json_lexer_next (&lexer, self->text, self->end, &event);
  while (event == ATTUNE_JSON_LINE_END);

  /* The comma or bracket behind it is somebody else's. */
  if (!is_nested && (event == ATTUNE_JSON_COMMA || event == ATTUNE_JSON_CLOSE))
    self->text--;

  return event != ATTUNE_JSON_NOTHING;
}

/* A turn of a conversation or the description of a tool is an object, too, but only a part of a
 * record. As far as its names can be seen, since a text in it may be longer than the window. */
static gboolean
is_part_of_record (const char *text,
                   const char *end)
{
  static const char * const names[] = { "role", "messages", "from", "value", "type", "function",
                                         "name", "parameters" };
  enum { ROLE, MESSAGES, FROM, VALUE, TYPE, FUNCTION, NAME, PARAMETERS };
  gboolean has_name[G_N_ELEMENTS (names)] = { FALSE };
  Walker object = { .text = text + 1, .end = end };

  for (;;)
    {
      g_autofree char *name = NULL;

      skip_space (&object);

      if (!(name = take_name (&object)))
        break;

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        has_name[i] = has_name[i] || strcmp (name, names[i]) == 0;

      skip_space (&object);

      if (object.text == end || !skip_value (&object))
        break;

      skip_space (&object);

      if (object.text < end && *object.text == ',')
        object.text++;
    }

  return (has_name[ROLE] && !has_name[MESSAGES]) || (has_name[FROM] && has_name[VALUE]) ||
         (has_name[TYPE] && has_name[FUNCTION]) || (has_name[NAME] && has_name[PARAMETERS]);
}

/* The first element of the first member of an object is at the current place: columns hold texts,
 * or their rows are numbered. */
static void
look_at_column (Walker *self,
                Frame  *frame,
                Frame  *object)
{
  const char *name = self->path->str + MIN (frame->path_length + 1, self->path->len);

  object->has_column = frame->is_object ? g_ascii_isdigit (*name) : *self->text != '{';
}

static void
count_member (Walker *self,
              Frame  *frame)
{
  gboolean is_entered = self->depth < MAX_DEPTH;

  frame->n_lists += is_entered && *self->text == '[';
  frame->n_objects += is_entered && *self->text == '{';
  frame->n_others += !is_entered || (*self->text != '[' && *self->text != '{');
}

/* Counts the value at the current place as an element of what is around it. */
static gboolean
take_element (Walker *self,
              Frame  *frame)
{
  const char *begin = self->text;
  AttuneJsonArray *array = frame->array;
  gboolean is_whole;

  if (self->depth > 1 && array != NULL && array->n_elements == 0 &&
      frame[-1].n_lists + frame[-1].n_objects == 1)
    look_at_column (self, frame, &frame[-1]);

  if (frame->is_object)
    count_member (self, frame);

  /* Objects are entered on the way to arrays, but elements are not. */
  if (frame->is_object && self->depth < MAX_DEPTH && (*begin == '{' || *begin == '['))
    {
      self->text++;

      if (array != NULL)
        {
          array->n_elements++;
          array->has_objects = array->has_objects && *begin == '{';
        }

      enter (self, *begin == '{');
      return TRUE;
    }

  is_whole = skip_value (self);

  if (array != NULL)
    {
      array->n_elements++;

      if (*begin != '{')
        array->has_objects = FALSE;
      else if (array->n_elements == 1 && is_part_of_record (begin, self->text))
        array->has_objects = FALSE;
    }

  return is_whole;
}

static gboolean
take_member (Walker *self,
             Frame  *frame)
{
  g_autofree char *name = take_name (self);

  if (name == NULL)
    return FALSE;

  if (self->path->len > 0)
    g_string_append_c (self->path, '.');

  g_string_append (self->path, name);
  skip_space (self);

  return self->text < self->end && take_element (self, frame);
}

/* Goes one step through the document. FALSE when it is at the end of what can be understood. */
static gboolean
step (Walker *self)
{
  Frame *frame = &self->frames[self->depth - 1];

  g_string_truncate (self->path, frame->path_length);
  skip_space (self);

  if (self->text == self->end)
    return FALSE;

  if (*self->text == ',')
    {
      self->text++;
      return TRUE;
    }

  if (*self->text == (frame->is_object ? '}' : ']'))
    {
      leave (self);
      return TRUE;
    }

  if (*self->text == ']' || *self->text == '}')
    return FALSE;

  return frame->is_object ? take_member (self, frame) : take_element (self, frame);
}

/* Remarks of whoever wrote the file by hand, above all of it. */
static void
skip_comments (Walker *self)
{
  skip_space (self);

  while (self->end - self->text >= 2 && self->text[0] == '/' &&
         (self->text[1] == '/' || self->text[1] == '*'))
    {
      const char *mark = self->text[1] == '/' ? "\n" : "*/";
      const char *found = memmem (self->text, self->end - self->text, mark, strlen (mark));

      self->text = found != NULL ? found + strlen (mark) : self->end;
      skip_space (self);
    }
}

/**
 * attune_json_walk:
 * @text: (array length=length): the beginning of a JSON document, or all of it
 * @length: how many bytes
 * @arrays: (element-type AttuneJsonArray): gets the arrays and objects in it, in their order
 * @candidates: (element-type AttuneJsonArray): gets those objects of @arrays whose members may be
 *   columns
 *
 * Goes through a document as far as it can be understood, without making anything of its values.
 *
 * Returns: whether there are several documents, one behind the other
 */
gboolean
attune_json_walk (const char *text,
                  gsize       length,
                  GPtrArray  *arrays,
                  GPtrArray  *candidates)
{
  g_autoptr(GString) path = g_string_new (NULL);
  Walker self = {
    .begin = text,
    .text = text,
    .end = text + length,
    .counted = text,
    .line = 1,
    .path = path,
    .arrays = arrays,
    .candidates = candidates,
  };

  skip_comments (&self);

  if (self.text == self.end || (*self.text != '{' && *self.text != '['))
    return TRUE;

  self.text++;
  enter (&self, self.text[-1] == '{');

  while (self.depth > 0 && step (&self))
    continue;

  for (guint i = self.depth; i-- > 0;)
    add_candidate (&self, &self.frames[i]);

  skip_space (&self);

  return self.depth == 0 && self.text < self.end && strchr ("{[,", *self.text) != NULL &&
         *self.text != '\0';
}
