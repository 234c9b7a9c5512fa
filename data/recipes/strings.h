/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The texts of the recipes in this folder, shown to the translators here because xgettext reads no
 * JSON. Never compiled; tests/dataset/test-recipe-library.c holds it against the recipes. */

N_("OpenAI Chat")
N_("Conversations in OpenAI’s own format, also with tools, images and weights. They are taken as they are.")
N_("Prompt and Completion")
N_("Plain text: what the model is given, and how it goes on. Records are taken as they are.")
N_("OpenAI Preference Pairs")
N_("A better and a worse answer to the same question, in OpenAI’s own format, with both names that it had for them.")
N_("Chosen and Rejected Texts")
N_("A better and a worse answer to a prompt, as plain texts.")
N_("Prompt with Chosen and Rejected Messages")
N_("A better and a worse answer to a conversation that stands in a field of its own.")
N_("Chosen and Rejected Conversations")
N_("Two conversations that differ in their last answer.")
N_("Alpaca")
N_("An instruction, often with an input for it, and the output.")
N_("ShareGPT")
N_("Conversations as lists of turns with “from” and “value”, also with calls of tools.")
N_("Conversations with Roles")
N_("Conversations as lists of turns with “role” and “content”, as Vicuna and others have them.")
N_("Conversations in Pairs")
N_("Conversations as lists of questions with their answers, such as “human” and “assistant”, as MOSS and others have them.")
N_("Lists of Messages")
N_("Conversations in OpenAI’s format, each of which is nothing but a list of its messages.")
N_("OpenAI Chat in a Column")
N_("Conversations in OpenAI’s format that are written in one column of a table.")
N_("Huatuo")
N_("Medical questions and answers: “questions” and “answers”, of which the first of each is taken.")
N_("Chinese Psychological QA")
N_("Questions of people in need, each with the answers that were recommended.")
N_("Emotional First Aid (efaqa)")
N_("A worry, and of the conversation about it each turn that tells something and hurts nobody.")
N_("Plain Text")
N_("Texts to go on learning from, without questions.")
