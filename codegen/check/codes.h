/*
 * Every diagnostic of the generator: its name in this code, its number, and what it means in one line. A number is
 * never used for something else, and never reused.
 *
 * M00xx the request, M01xx what the language has and maru has not, M02xx maru's options, M03xx names, M04xx the rules of
 * buf.validate.
 */
#ifndef MARU_CODEGEN_CHECK_CODES_H
#define MARU_CODEGEN_CHECK_CODES_H

#define DIAGNOSTIC_CODES(X) \
	X(REQUEST_MALFORMED, 1, "the request is not an encoded CodeGeneratorRequest") \
	X(REQUEST_TOO_LARGE, 2, "the request is larger than the generator reads") \
	X(UNKNOWN_PARAMETER, 3, "--maru_opt holds something that the generator does not know") \
	X(FILE_MISSING, 4, "a file that is asked for, or imported, is not where the request should have it") \
	X(FILE_TWICE, 5, "the request holds two files of one name") \
	X(BAD_NAME, 6, "a name is missing or is no identifier") \
	X(UNKNOWN_TYPE, 7, "a field or method names a type that does not exist, is not imported, or is of the wrong kind") \
	X(BAD_NUMBER, 8, "a field number is out of range, reserved or used twice") \
	X(BAD_INDEX, 9, "an index points outside of its list") \
	X(TYPE_TWICE, 10, "two types have one name") \
	X(BAD_MAP, 11, "a map entry is not what a map entry has to be") \
	X(BAD_FIELD, 12, "a field's label, type or options contradict each other") \
	X(BAD_DEFAULT, 13, "a default is not a value of the field's type") \
	X(BAD_ENUM, 14, "an enum has no values") \
	X(EDITION, 101, "the file uses editions") \
	X(GROUP, 102, "a field is a group") \
	X(MESSAGE_SET, 103, "a message uses the MessageSet wire format") \
	X(OPTION_MALFORMED, 201, "a maru option cannot be read") \
	X(OPTION_UNKNOWN, 202, "a maru option, or a field in one, is not known to this generator") \
	X(BAD_C_NAME, 203, "a name given in a maru option cannot be part of a C name") \
	X(RESERVED_PREFIX, 204, "a C prefix belongs to the framework") \
	X(PUBLIC_AND_RESTRICTED, 205, "a method is public and asks for scopes or roles") \
	X(INLINE_STREAM, 206, "a streaming method is inline") \
	X(BAD_SCOPE, 207, "a scope or role is empty, holds a bad character, or stands twice") \
	X(BAD_DEADLINE, 208, "a deadline is longer than a call should ever take") \
	X(BAD_PRIORITY, 209, "a priority has no name in maru.Priority") \
	X(NAME_CLASH, 301, "two things have one C name") \
	X(MEMBER_CLASH, 302, "two members of one struct have one C name") \
	X(OUTPUT_CLASH, 303, "two files would be written to one path, or have one include guard") \
	X(RULE_MALFORMED, 401, "an option of buf.validate cannot be read") \
	X(RULE_UNSUPPORTED, 402, "a rule of buf.validate is one that maru does not check") \
	X(RULE_CEL, 403, "a rule is written in CEL") \
	X(RULE_MISFIT, 404, "rules do not fit what they stand at") \
	X(RULE_CONTRADICTION, 405, "no value can keep the rules") \
	X(RULE_PATTERN, 406, "a pattern is no regular expression, or not one that every implementation reads")

#define DIAGNOSTIC_CODE(name, number, meaning) DIAGNOSTIC_##name = (number),

enum diagnostic_code {
	DIAGNOSTIC_CODES(DIAGNOSTIC_CODE)
};

#endif
