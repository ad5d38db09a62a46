"""The warehouse for assistants: tools of the Model Context Protocol that read, and can do nothing else.

Input: calls of tools from a client, over stdin and stdout. Output: answers as JSON, each with its sources, the load
that it shows and its bounds; or one of the program's own messages. Every call reads with a reader's rights, in a
read-only transaction, within limits of rows, bytes and time. Nothing but the protocol goes to stdout. This package
never writes to the database, and takes no text of the data for an instruction.

It needs the package ``mcp``, which is an optional dependency.
"""
