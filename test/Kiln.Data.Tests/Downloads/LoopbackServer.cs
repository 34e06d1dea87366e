using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kiln.Data.Tests;

/// <summary>What the server does with one request.</summary>
internal sealed record Answer(string Status, string Headers, byte[] Body)
{
    /// <summary>How many bytes of the body are sent before the connection is cut; all by default.</summary>
    internal int? CutAfter { get; init; }

    /// <summary>Whether, instead of being cut, the connection falls silent.</summary>
    internal bool Hangs { get; init; }

    internal static Answer Whole(byte[] body, string headers = "ETag: \"v1\"\r\n") => new("200 OK", headers, body);

    internal static Answer Rest(byte[] body, int from, string headers = "ETag: \"v1\"\r\n") =>
        new("206 Partial Content", $"{headers}Content-Range: bytes {from}-{body.Length - 1}/{body.Length}\r\n", body[from..]);

    internal static Answer Error(string status, string headers = "") => new(status, headers, []);
}

/// <summary>A small HTTP server on the loopback address that answers as a test tells it to, one connection a request.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, int, Answer> _answer;
    private readonly List<string> _requests = [];

    /// <param name="answer">Gets a request's head and its number from 0.</param>
    internal LoopbackServer(Func<string, int, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    internal string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>The heads of the requests so far.</summary>
    internal string[] Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = AnswerAsync(client, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await ReadHeadAsync(stream, stop);
                int number;
                lock (_requests)
                {
                    number = _requests.Count;
                    _requests.Add(head);
                }

                var answer = _answer(head, number);
                var text = $"HTTP/1.1 {answer.Status}\r\n{answer.Headers}Content-Length: {answer.Body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
                await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length), stop);
                if (answer.Hangs)
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
            }
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
            {
                break;
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}
