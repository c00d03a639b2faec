"""The echo client of the classic kind: sends each line of its input and prints what comes back."""
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
    connection.connect(("127.0.0.1", int(sys.argv[1])))
    for line in sys.stdin:
        connection.sendall(line.rstrip("\n").encode())
        print(connection.recv(1024).decode(), flush=True)
