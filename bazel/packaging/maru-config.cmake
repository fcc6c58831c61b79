# find_package(maru) gives:
#
#   maru::maru      the shared library, with its headers
#   maru::static    the static one
#   maru_generate(TARGET PROTO... [IMPORT_DIRS FOLDER...])
#                   makes C of .proto files and compiles it into the target. A PROTO is the path by which others import it, below
#                   one of the folders; without any, below the current source folder. maru's own files are always found.
cmake_minimum_required(VERSION 3.21)
include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)
find_dependency(Threads)
pkg_check_modules(maru_protobuf_c REQUIRED QUIET IMPORTED_TARGET libprotobuf-c)
find_program(maru_PROTOC protoc REQUIRED)

get_filename_component(maru_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET maru::maru)
	add_library(maru::maru SHARED IMPORTED)
	set_target_properties(maru::maru PROPERTIES
		IMPORTED_LOCATION "${maru_PREFIX}/lib/libmaru.so.@VERSION@"
		IMPORTED_SONAME "libmaru.so.@VERSION@"
		INTERFACE_INCLUDE_DIRECTORIES "${maru_PREFIX}/include"
		INTERFACE_LINK_LIBRARIES PkgConfig::maru_protobuf_c)

	add_library(maru::static STATIC IMPORTED)
	set_target_properties(maru::static PROPERTIES
		IMPORTED_LOCATION "${maru_PREFIX}/lib/libmaru.a"
		INTERFACE_INCLUDE_DIRECTORIES "${maru_PREFIX}/include"
		INTERFACE_LINK_LIBRARIES "PkgConfig::maru_protobuf_c;grpc;gpr;crypto;z;pcre2-8;Threads::Threads")
endif()

function(maru_generate target)
	cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "IMPORT_DIRS")
	if(NOT arg_IMPORT_DIRS)
		set(arg_IMPORT_DIRS "${CMAKE_CURRENT_SOURCE_DIR}")
	endif()
	foreach(dir IN LISTS arg_IMPORT_DIRS)
		get_filename_component(dir "${dir}" ABSOLUTE)
		list(APPEND dirs "${dir}")
		list(APPEND imports "-I${dir}")
	endforeach()
	foreach(proto IN LISTS arg_UNPARSED_ARGUMENTS)
		find_file(source "${proto}" PATHS ${dirs} NO_DEFAULT_PATH NO_CACHE)
		if(NOT source)
			message(FATAL_ERROR "maru_generate: there is no ${proto} below ${dirs}")
		endif()
		list(APPEND sources "${source}")
		unset(source)
	endforeach()
	set(out "${CMAKE_CURRENT_BINARY_DIR}/maru/${target}")
	file(MAKE_DIRECTORY "${out}")
	foreach(proto IN LISTS arg_UNPARSED_ARGUMENTS)
		string(REGEX REPLACE "\\.proto$" ".maru" stem "${out}/${proto}")
		add_custom_command(
			OUTPUT "${stem}.c" "${stem}.h"
			COMMAND "${maru_PROTOC}" "--plugin=${maru_PREFIX}/bin/protoc-gen-maru" "--maru_out=${out}" ${imports}
				"-I${maru_PREFIX}/share/maru/idl" "${proto}"
			DEPENDS ${sources} "${maru_PREFIX}/bin/protoc-gen-maru"
			COMMENT "Generating C of ${proto}"
			VERBATIM)
		target_sources("${target}" PRIVATE "${stem}.c" "${stem}.h")
	endforeach()
	target_include_directories("${target}" PUBLIC "${out}")
endfunction()
